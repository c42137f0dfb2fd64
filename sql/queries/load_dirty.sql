-- The next cases that the daemon has not looked at, urgent first (D1-D3), and
-- how far the log of legal help is that they may have to do with (C14).
select case_no, approved_at, received_centre, organ_code, region_code,
	matter_code, tags, source, stage, joint_case, related_case, prior_case,
	opposes_case, urgent, difficulty, possible_sentence, recipient_id,
	recipient_name, recipient_gender, recipient_birth, recipient_groups,
	language, opponent_counsel, opponent_firm, wished_counsel,
	excluded_counsel, same_firm_consent, opponent_ids, recused,
	conflict_consent, hearing_at, hearing_until, notified_at, adjourned_on,
	procedure, urgent_reason, designated_centre, counsel_changes,
	state, handling_centre, waiting_since, version, dirty, pending_rule,
	pending_text, settle_until, coalesce((select max(h.help_no)
		from zp.help_log h where h.city = $1), 0) as help_no
from zp.v_cases
where city = $1 and is_dirty and state not in ('draft', 'scheduled')
order by is_urgent desc, approved, case_no
limit $2::bigint
