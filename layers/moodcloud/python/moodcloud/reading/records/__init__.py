"""Files of records: JSON, Parquet, workbooks."""
