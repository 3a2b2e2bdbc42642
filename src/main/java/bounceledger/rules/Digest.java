package bounceledger.rules;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A short name for what rule files say, so that a verdict tells by which rules it was made. It tells rule sets apart; it does not
 * guard against forgery. Two checksums of the same bytes, one of them run backwards, make 64 bits; they are computed by the
 * machine's own instructions, which a start-up notices less than a cryptographic digest.
 */
final class Digest {

    private final CRC32C forwards = new CRC32C();
    private final CRC32C salted = new CRC32C();

    void add(RuleFile file) {
        byte[] bytes = file.content().getBytes(StandardCharsets.UTF_8);
        forwards.update(bytes);
        salted.update(bytes.length);
        salted.update(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits((int) forwards.getValue())
                + HexFormat.of().toHexDigits((int) salted.getValue());
    }
}
