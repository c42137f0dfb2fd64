select zp.acknowledge($1, $2, $3, $4::timestamptz) as version
