package bounceledger.ses;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The spellings of a time that SES uses. */
final class Timestamp {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .parseLenient()
            // Read leniently, the pattern takes minutes too, with a colon or without.
            .appendOffset("+HH", "Z")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private Timestamp() {}

    /**
     * Reads {@code 2026-11-20T10:00:00.123Z}, an offset in place of the Z, and {@code 2026-11-20T10:00:00 +0000}, to the
     * millisecond. Empty for anything else, and for a time before 1970, which no clock of a mail server means.
     */
    static Optional<Instant> parse(String text) {
        try {
            Instant read = FORMAT.parse(text.strip(), Instant::from).truncatedTo(ChronoUnit.MILLIS);
            return Optional.of(read).filter(time -> !time.isBefore(Instant.EPOCH));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
