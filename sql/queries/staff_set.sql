select zp.staff_set($1, $2, $3, $4, $5)
