select zp.approve($1, $2) as version
