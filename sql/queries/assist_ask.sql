select zp.assist_ask($1, $2, $3, $4, $5, $6, $7::date, $8) as letter_no
