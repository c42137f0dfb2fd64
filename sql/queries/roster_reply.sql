select zp.roster_reply($1, $2, $3::date, $4, $5::jsonb, $6)
