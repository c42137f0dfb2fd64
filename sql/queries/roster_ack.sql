select zp.roster_ack($1, $2, $3::integer, $4) as n
