select zp.reopen_all($1, $2::bigint, $3) as n
