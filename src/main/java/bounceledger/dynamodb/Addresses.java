package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How addresses are kept. Items lie under a hash of the address in any case, so that a subscriber and the marker that stays
 * when they are erased are one item; whether the address itself is written beside it is the operator's choice. The choice
 * of key is for good: under another one, all that was kept is out of reach.
 */
public final class Addresses {

    private static final int SHORTEST_KEY = 16;

    private final @Nullable SecretKeySpec key;
    private final boolean kept;

    private Addresses(byte @Nullable [] key, boolean kept) {
        if (key != null && key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "the key of the address hashes has " + key.length + " bytes; it needs at least " + SHORTEST_KEY);
        }
        this.key = key == null ? null : new SecretKeySpec(key, "HmacSHA256");
        this.kept = kept;
    }

    /** {@code PII=clear}: addresses are written down; items lie under the address's SHA-256. */
    public static Addresses clear() {
        return new Addresses(null, true);
    }

    /** {@code PII=clear} with a key: addresses are written down; items lie under the address's HMAC-SHA-256. */
    public static Addresses clear(byte[] key) {
        return new Addresses(key, true);
    }

    /**
     * {@code PII=hash}: no address is written down, not even in a diagnostic; items lie under the address's HMAC-SHA-256.
     *
     * @param key at least 16 bytes
     */
    public static Addresses hashed(byte[] key) {
        return new Addresses(key, false);
    }

    /** Whether addresses are written down. */
    boolean kept() {
        return kept;
    }

    /** 43 characters that stand for the address in keys. */
    String hash(EmailAddress address) {
        return base64(digest(address.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** What tells one key from another without giving it away. */
    String check() {
        return base64(digest("bounce-ledger".getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] digest(byte[] address) {
        if (key == null) {
            return sha256(address);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(address);
        } catch (GeneralSecurityException every) {
            throw new IllegalStateException("every JVM has HmacSHA256", every);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException every) {
            throw new IllegalStateException("every JVM has SHA-256", every);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
