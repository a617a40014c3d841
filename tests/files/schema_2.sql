-- The tables as version 0.1.0 made them, with a figure, an area and a list of neighbours.
CREATE TABLE meta ("key" VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY ("key"));
CREATE TABLE release (
    id INTEGER NOT NULL, source VARCHAR NOT NULL, publisher VARCHAR NOT NULL, title VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL, edition INTEGER NOT NULL, period_first VARCHAR NOT NULL, period_last VARCHAR NOT NULL,
    published VARCHAR NOT NULL, licence VARCHAR NOT NULL, profile VARCHAR NOT NULL, file VARCHAR NOT NULL,
    sha256 VARCHAR(64) NOT NULL, carried VARCHAR(64) NOT NULL, imported_at VARCHAR NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_release_sha256 ON release (sha256);
CREATE TABLE observation (
    release_id INTEGER NOT NULL, indicator VARCHAR NOT NULL, area VARCHAR NOT NULL, period VARCHAR NOT NULL,
    seq INTEGER NOT NULL, value DOUBLE PRECISION, printed VARCHAR, numerator DOUBLE PRECISION,
    denominator DOUBLE PRECISION, status VARCHAR NOT NULL, qualifier VARCHAR, note VARCHAR,
    PRIMARY KEY (release_id, indicator, area, period, seq),
    FOREIGN KEY (release_id) REFERENCES release (id)
);
CREATE TABLE area_code (
    "key" VARCHAR NOT NULL, code VARCHAR NOT NULL, name VARCHAR NOT NULL, level VARCHAR NOT NULL, region VARCHAR,
    first VARCHAR NOT NULL, last VARCHAR NOT NULL, PRIMARY KEY ("key", code)
);
CREATE TABLE neighbour (
    release_id INTEGER NOT NULL, model VARCHAR NOT NULL, area VARCHAR NOT NULL, rank INTEGER NOT NULL,
    neighbour VARCHAR NOT NULL, closeness VARCHAR NOT NULL, PRIMARY KEY (release_id, model, area, rank),
    FOREIGN KEY (release_id) REFERENCES release (id)
);
INSERT INTO meta VALUES ('schema', '2');
INSERT INTO meta VALUES ('carried', 'digest');
INSERT INTO release VALUES (7, 'published', 'Department for Education', 'Children in need, reporting year 2025',
    'cin_plans', 2025, '2023/24', '2024/25', '', 'Open Government Licence v3.0', 'none', 'd5.csv', 'abc', '',
    '2026-01-01T00:00:00+00:00', 2);
INSERT INTO observation VALUES (7, 'cpp_rate', '885', '2024/25', 0, 43.457, NULL, 522, 120119, 'reported', NULL, NULL);
INSERT INTO observation VALUES (7, 'cpp_rate', '201', '2024/25', 0, NULL, NULL, NULL, 800, 'suppressed', NULL, NULL);
INSERT INTO area_code VALUES ('885', 'E10000034', 'Worcestershire', 'authority', 'E12000005', '2024-03-31',
    '2025-03-31');
INSERT INTO neighbour VALUES (7, '2025', '885', 1, '815', 'Very close');
