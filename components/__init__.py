"""What people see: layout builders, charts, panels and exports."""
