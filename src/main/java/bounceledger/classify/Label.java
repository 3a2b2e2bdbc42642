package bounceledger.classify;

import java.util.List;

/**
 * What a text reveals beside its classification: who speaks, which blocklist is cited, that the trouble will pass, how long
 * to wait, what is only supposed.
 *
 * @param kind what it tells
 * @param name the provider's or the blocklist's name; for the other kinds just a name
 * @param any phrases, at least one
 */
public record Label(Kind kind, String name, List<String> any) {

    /** What a label tells. */
    public enum Kind {
        PROVIDER,
        BLOCKLIST,
        TEMPORARY,
        RETRY,
        /** From here to the end of its clause the text speaks of what may be, as after <i>if</i>. */
        SUPPOSITION;

        private final String word = Word.of(this);

        @Override
        public String toString() {
            return word;
        }
    }

    public Label {
        any = List.copyOf(any);
        if (any.isEmpty()) {
            throw new IllegalArgumentException("label " + name + " has no phrase under any");
        }
    }
}
