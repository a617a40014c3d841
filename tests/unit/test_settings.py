from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from data import machine
from data.errors import SettingsError, UserError
from data.settings import ROOT, SETTINGS, Settings, read_settings


def test_nothing_set_gives_the_defaults():
    settings = read_settings({})
    assert settings == Settings(
        area="Worcestershire",
        database=f"sqlite:///{ROOT}/var/safeguarding.sqlite3",
        host="127.0.0.1",
        port=8050,
        organisation="Worcestershire Safeguarding Children Partnership",
        address="",
        hosts=frozenset(),
        access_log=False,
        workers=machine.processes(machine.cores(), machine.memory()),
        threads=256,
        wait=60,
    )


def test_other_variables_of_the_environment_are_ignored():
    assert read_settings({"PATH": "/usr/bin", "PORTAL": "x", "MY_SAFEGUARDING_AREA": "x"}) == read_settings({})


@pytest.mark.parametrize("area", ["Worcestershire", "E10000034", "885", "Bristol, City of"])
def test_area_is_kept_as_given(area):
    assert read_settings({"SAFEGUARDING_AREA": f" {area} "}).area == area


@pytest.mark.parametrize("port", ["1", "80", "8050", "65535"])
def test_port(port):
    assert read_settings({"PORT": port}).port == int(port)


@pytest.mark.parametrize(
    "port", ["", "0", "-1", "65536", "99999", "8050.0", "8_050", " 8050", "٨٠٥٠", "http", "80500000"]
)
def test_port_outside_its_range_is_refused(port):
    with pytest.raises(SettingsError) as caught:
        read_settings({"PORT": port})
    assert str(caught.value) == (
        f"PORT is '{port}'; expected a whole number from 1 to 65535, or leave it unset for 8050"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1", "::", "localhost", "kpi.example.org"])
def test_host(host):
    assert read_settings({"SAFEGUARDING_HOST": host}).host == host


@pytest.mark.parametrize(
    "host", ["", " ", "http://localhost", "localhost:8050", "127.0.0.1:80", "256.0.0.1", "1.2.3", "a b", "-x", "[::1]"]
)
def test_host_that_is_no_address_is_refused(host):
    with pytest.raises(SettingsError, match=r"SAFEGUARDING_HOST is '.*'; expected an IP address"):
        read_settings({"SAFEGUARDING_HOST": host})


@pytest.mark.parametrize(
    "address",
    [
        "https://kpi.example.org",
        "http://10.0.0.4:8050",
        "https://kpi.example.org/",
        "http://[::1]:8050",
        "http://kpi",
        "http://kpi:65535",
    ],
)
def test_address(address):
    assert read_settings({"SAFEGUARDING_ADDRESS": address}).address == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "", "kpi.example.org", "javascript:alert(1)", "https://", "https://kpi.example.org/pack", "https://a b",
        "https://me@kpi.example.org", "https://kpi.example.org?x", "https://kpi.example.org\n", "ftp://kpi",
        "https://kpi:0", "https://kpi:65536", "https://kpi:99999/", "http://[::1]:70000",
    ],
)  # fmt: skip
def test_an_address_that_is_more_or_less_than_a_host_is_refused(address):
    with pytest.raises(SettingsError, match=r"^SAFEGUARDING_ADDRESS is "):
        read_settings({"SAFEGUARDING_ADDRESS": address})


@pytest.mark.parametrize("address", ["http://[:::]", "http://[12345::]", "http://[abc]", "http://1.2.3", "http://::1"])
def test_an_address_with_a_host_that_cannot_be_is_refused(address):
    with pytest.raises(SettingsError, match=r"^SAFEGUARDING_ADDRESS is "):
        read_settings({"SAFEGUARDING_ADDRESS": address})


@pytest.mark.parametrize(
    ("given", "own"),
    [
        ({}, set()),
        ({"SAFEGUARDING_HOST": "0.0.0.0"}, set()),
        ({"SAFEGUARDING_HOST": "::"}, set()),
        ({"SAFEGUARDING_HOST": "10.0.0.4"}, {"10.0.0.4"}),
        ({"SAFEGUARDING_HOST": "FD00:0::4"}, {"fd00::4"}),
        ({"SAFEGUARDING_ADDRESS": "https://KPI.example.org:8443/"}, {"kpi.example.org"}),
        ({"SAFEGUARDING_ADDRESS": "http://[fd00:0:0::5]:8050"}, {"fd00::5"}),
        ({"SAFEGUARDING_HOSTS": "kpi, KPI.local,10.0.0.5, fd00::6,[fd00::7]"},
         {"kpi", "kpi.local", "10.0.0.5", "fd00::6", "fd00::7"}),
    ],
)  # fmt: skip
def test_own_hosts(given, own):
    assert read_settings(given).own_hosts == own | {"localhost", "127.0.0.1", "::1"}


@pytest.mark.parametrize("hosts", ["", ",", "kpi,", "kpi:80", "http://kpi", "*", "*.example.org", "a b", "[kpi]",
                                   "1.2.3", "10.0.0.5:80", "kpi/x", "k\npi"])  # fmt: skip
def test_a_host_that_is_none_is_refused(hosts):
    with pytest.raises(SettingsError, match=r"^SAFEGUARDING_HOSTS is .* separated by commas"):
        read_settings({"SAFEGUARDING_HOSTS": hosts})


@pytest.mark.parametrize("wait", ["0", "5", "3600"])
def test_the_wait_for_a_server(wait):
    assert read_settings({"SAFEGUARDING_WAIT": wait}).wait == int(wait)


@pytest.mark.parametrize("wait", ["", "-1", "3601", "1.5", "60s", "٦٠", "100000000000"])
def test_a_wait_outside_its_range_is_refused(wait):
    with pytest.raises(SettingsError, match=r"^SAFEGUARDING_WAIT is '.*'; expected a whole number from 0"):
        read_settings({"SAFEGUARDING_WAIT": wait})


def test_the_access_log_is_on_or_off():
    assert read_settings({"SAFEGUARDING_ACCESS_LOG": "on"}).access_log
    with pytest.raises(SettingsError, match=r"^SAFEGUARDING_ACCESS_LOG is 'yes'; expected on or off"):
        read_settings({"SAFEGUARDING_ACCESS_LOG": "yes"})


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ({}, "http://127.0.0.1:8050"),
        ({"SAFEGUARDING_HOST": "0.0.0.0", "PORT": "80"}, "http://127.0.0.1:80"),
        ({"SAFEGUARDING_HOST": "::1"}, "http://[::1]:8050"),
        ({"SAFEGUARDING_HOST": "::"}, "http://[::1]:8050"),
        ({"SAFEGUARDING_HOST": "fd00::4"}, "http://[fd00::4]:8050"),
        ({"SAFEGUARDING_HOST": "0.0.0.0", "SAFEGUARDING_ADDRESS": "https://kpi"}, "https://kpi"),
    ],
)
def test_where_a_dashboard_is_opened(given, opened):
    assert read_settings(given).opened_at == opened


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("sqlite:////srv/kpi/board.sqlite3", "sqlite:////srv/kpi/board.sqlite3"),
        ("sqlite:///board.sqlite3", f"sqlite:///{ROOT}/board.sqlite3"),
        ("postgresql://u:p@db/kpi", "postgresql+psycopg://u:p@db/kpi"),
        ("postgresql+psycopg://u@db:5433/kpi", "postgresql+psycopg://u@db:5433/kpi"),
        ("postgresql:///kpi?host=/run/postgresql", "postgresql+psycopg:///kpi?host=/run/postgresql"),
    ],
)
def test_database(given, read):
    assert read_settings({"SAFEGUARDING_DATABASE": given}).database == read


@pytest.mark.parametrize(
    "url",
    [
        "",
        "board.sqlite3",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///?mode=memory",
        "postgresql://",
        "postgres://db/kpi",
        "postgresql+psycopg2://db/kpi",
        "mysql://db/kpi",
        "https://db/kpi",
    ],
)
def test_other_databases_are_refused(url):
    with pytest.raises(SettingsError, match=r"SAFEGUARDING_DATABASE is '.*'; expected sqlite:///FILE or postgresql://"):
        read_settings({"SAFEGUARDING_DATABASE": url})


@pytest.mark.parametrize(
    "url", ["sqlite:///board.sqlite3?mode=ro", "sqlite:////srv/board.sqlite3?timeout=5", "sqlite:///a?"]
)
def test_options_of_a_sqlite_file_are_refused_not_dropped(url):
    with pytest.raises(SettingsError) as caught:
        read_settings({"SAFEGUARDING_DATABASE": url})
    assert str(caught.value) == (
        f"SAFEGUARDING_DATABASE is '{url}'; expected sqlite:///FILE without '?' and what follows it, or leave it unset "
        "for sqlite:///var/safeguarding.sqlite3"
    )


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("PORT", "80\n50", r"'80\n50'"),
        ("SAFEGUARDING_AREA", "\x1b[31mred", r"'\x1b[31mred'"),
        ("SAFEGUARDING_HOST", "a\u2028b", r"'a\u2028b'"),
        ("SAFEGUARDING_ORGANISATION", "bad\udcffbyte", r"'bad\udcffbyte'"),
        ("SAFEGUARDING_ADDRESS", "https://kpi\n", r"'https://kpi\n'"),
        ("SAFEGUARDING_DATABASE", "sqlite:///a\nb", r"'sqlite:///a\nb'"),
        ("SAFEGUARDING_DATABASE", "postgresql://u:p\nw@x@db/kpi", r"'postgresql+psycopg://u:***@db/kpi'"),
        ("SAFEGUARDING_A\nB", "", r"SAFEGUARDING_A\nB is not"),
    ],
)
def test_a_message_is_one_line_and_steers_no_terminal(name, value, shown):
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value})
    assert shown in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_password_is_neither_in_the_message_nor_in_the_representation():
    with pytest.raises(SettingsError) as caught:
        read_settings({"SAFEGUARDING_DATABASE": "mysql://kpi:hunter2@db/kpi"})
    assert "mysql://kpi:***@db/kpi" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(read_settings({"SAFEGUARDING_DATABASE": "postgresql://kpi:hunter2@db/kpi"}))


@pytest.mark.parametrize("name", ["SAFEGUARDING_AREA", "SAFEGUARDING_ORGANISATION"])
@pytest.mark.parametrize("value", ["", "   ", "two\nlines", "nul\x00"])
def test_texts_must_be_one_line_of_text(name, value):
    with pytest.raises(SettingsError, match=f"^{name} is "):
        read_settings({name: value})


def test_a_misspelt_setting_is_refused_with_the_known_names():
    with pytest.raises(SettingsError) as caught:
        read_settings({"SAFEGUARDING_AERA": "885"})
    assert str(caught.value) == (
        "SAFEGUARDING_AERA is not a setting; expected one of SAFEGUARDING_AREA, SAFEGUARDING_DATABASE, "
        "SAFEGUARDING_HOST, PORT, SAFEGUARDING_ORGANISATION, SAFEGUARDING_ADDRESS, SAFEGUARDING_HOSTS, "
        "SAFEGUARDING_ACCESS_LOG, SAFEGUARDING_WORKERS, SAFEGUARDING_THREADS, SAFEGUARDING_WAIT"
    )


def test_a_settings_error_is_the_users_to_mend():
    assert issubclass(SettingsError, UserError)


def test_settings_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read_settings({}).port = 1


def test_the_table_has_every_setting_once_with_its_meaning():
    assert [s.name.removeprefix("SAFEGUARDING_").lower() for s in SETTINGS] == [f.name for f in fields(Settings)]
    assert all(s.default and s.meaning.endswith(".") for s in SETTINGS)


def test_every_default_of_the_table_is_the_value_read_when_it_is_unset():
    assert read_settings({s.name: s.default for s in SETTINGS}) == read_settings({})


@pytest.mark.parametrize(("name", "least", "most"), [("WORKERS", 1, 64), ("THREADS", 8, 2000)])
def test_numbers_of_processes_and_threads_have_bounds(name, least, most):
    variable, field = f"SAFEGUARDING_{name}", name.lower()
    for number in (least, most):
        assert getattr(read_settings({variable: str(number)}), field) == number
    for wrong in (str(least - 1), str(most + 1), "", "4.5", "-8", "many", "8\n", "9" * 5000):
        with pytest.raises(SettingsError, match=f"{variable} is '.*'; expected a whole number from {least} to {most},"):
            read_settings({variable: wrong})


@pytest.mark.parametrize(
    ("cores", "gigabytes", "workers"),
    [(1, 0.5, 1), (1, 4, 2), (2, 1, 1), (2, 24, 2), (4, 8, 4), (8, 3, 3), (64, 256, 8)],
)
def test_a_machine_carries_as_many_processes_as_its_cores_and_memory_allow(cores, gigabytes, workers):
    assert machine.processes(cores, int(gigabytes * 2**30)) == workers


def test_the_bounds_of_a_container_are_the_machine(tmp_path):
    assert machine.cores(tmp_path) >= 1  # no groups: the machine's own
    free = machine.memory(tmp_path)
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text("1000000\n")
    assert machine.cores(tmp_path) == min(machine.cores(tmp_path.parent), 2)
    assert machine.memory(tmp_path) == 1_000_000
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert (machine.cores(tmp_path), machine.memory(tmp_path)) == (machine.cores(tmp_path.parent), free)
