//! Units of measurement, whose names are not documented.
