select zp.designate($1, $2, $3, $4, $5) as version
