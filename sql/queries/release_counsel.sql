select zp.release_counsel($1, $2, $3, $4) as n
