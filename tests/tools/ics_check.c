/*
 * tests/tools/ics_check.c - libical's word on calendars.
 *
 * usage: ics_check FILE...
 * A line for each event: UID, SEQUENCE, STATUS, SUMMARY, with tabs between.
 * Exit 1 and a line on standard error for a file that libical finds fault
 * with: what it cannot read, or what RFC 5546 does not allow.
 */
#include <stdio.h>
#include <stdlib.h>
#include <libical/ical.h>

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	size_t n = 0, room = 0;
	int c;

	while (f != NULL && (c = getc(f)) != EOF) {
		if (n + 2 > room)
			text = realloc(text, room = room * 2 + 4096);
		if (text == NULL)
			abort();
		text[n++] = (char)c;
		text[n] = '\0';
	}
	if (f != NULL)
		fclose(f);
	return text;
}

static void show(icalcomponent *c)
{
	icalcomponent *v = icalcomponent_get_first_component(c,
	    ICAL_VEVENT_COMPONENT);

	for (; v != NULL; v = icalcomponent_get_next_component(c,
	    ICAL_VEVENT_COMPONENT)) {
		icalproperty *p = icalcomponent_get_first_property(v,
		    ICAL_STATUS_PROPERTY);

		printf("%s\t%d\t%s\t%s\n", icalcomponent_get_uid(v),
		    icalcomponent_get_sequence(v), p == NULL ? "" :
		    icalproperty_get_value_as_string(p),
		    icalcomponent_get_summary(v));
	}
}

int main(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		char *text = slurp(argv[i]);
		icalcomponent *c = text == NULL ? NULL :
		    icalparser_parse_string(text);

		if (c == NULL || !icalrestriction_check(c) ||
		    icalcomponent_count_errors(c) > 0) {
			fprintf(stderr, "%s: libical finds fault\n", argv[i]);
			bad = 1;
		} else
			show(c);
		if (c != NULL)
			icalcomponent_free(c);
		free(text);
	}
	return bad;
}
