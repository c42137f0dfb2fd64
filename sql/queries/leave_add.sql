select zp.leave_add($1, $2, $3::date, $4::date, $5) as registry_version
