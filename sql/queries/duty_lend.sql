select zp.duty_lend($1, $2, $3, $4::date, $5::date, $6, $7)
