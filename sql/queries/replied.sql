select zp.replied($1, $2, $3::timestamptz) as version
