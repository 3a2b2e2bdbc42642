package bounceledger.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for what rule files say, so that a verdict tells by which rules it was made: the first 64 bits of SHA-256. */
final class Digest {

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(RuleFile file) {
        byte[] bytes = file.content().getBytes(StandardCharsets.UTF_8);
        sha256.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
    }

    /** The digest of what was added so far, in hexadecimal; begins anew. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(sha256.digest(), 0, 8);
    }
}
