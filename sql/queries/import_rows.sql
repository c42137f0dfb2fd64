select inserted, updated, ignored from zp.import_rows($1, $2, $3::jsonb)
