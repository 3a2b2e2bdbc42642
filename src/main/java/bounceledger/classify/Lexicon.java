package bounceledger.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words that phrases are made of: words that are passed over, spellings that count as one word, and sets of words or
 * word sequences that a phrase names in braces.
 *
 * @param skipped articles, auxiliaries and the like; phrases and texts are compared without them
 * @param spellings a word, and what else it may look like
 * @param sets a name, and its members; a member is a sequence of words and may name another set
 */
public record Lexicon(List<String> skipped, Map<String, List<String>> spellings, Map<String, List<String>> sets) {

    public Lexicon {
        skipped = List.copyOf(skipped);
        // In their order, so that the same files always compile to the same bytes.
        spellings = Collections.unmodifiableMap(new LinkedHashMap<>(spellings));
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** The words of both; a set that both define has the members of both. */
    public Lexicon with(Lexicon other) {
        List<String> bothSkipped = new ArrayList<>(skipped);
        bothSkipped.addAll(other.skipped);
        Map<String, List<String>> bothSpellings = new LinkedHashMap<>(spellings);
        other.spellings.forEach((word, more) -> bothSpellings.merge(word, more, Lexicon::concat));
        Map<String, List<String>> bothSets = new LinkedHashMap<>(sets);
        other.sets.forEach((name, more) -> bothSets.merge(name, more, Lexicon::concat));
        return new Lexicon(bothSkipped, bothSpellings, bothSets);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /**
     * Words by hash, with the number of each: a table that only grows while phrases are compiled. A word has two places in it and
     * stands in one, so that it is looked up without a branch that depends on the word.
     */
    static final class Words {

        static final int UNKNOWN = 0;
        static final int SKIPPED = -1;

        private static final int NUMBER_BITS = 16;
        private static final long HASH = -1L << NUMBER_BITS;

        /** Entries that change their place for one more, before the table grows. */
        private static final int MOST_MOVES = 100;

        /** The upper bits of a word's hash, and its number below them; 0 is a free place. */
        private long[] entries;

        private int taken;
        private int last;

        private Words(long[] entries, int last) {
            this.entries = entries;
            this.last = last;
        }

        /** Reads what {@link #write} wrote; no word can be added to it. */
        static Words read(Binary.Reader in) {
            return new Words(in.longs(), in.number());
        }

        void write(Binary.Writer out) {
            out.longs(entries);
            out.number(last);
        }

        Words(Lexicon lexicon) {
            this(new long[4096], 0);
            for (String word : lexicon.skipped) {
                put(word, SKIPPED);
            }
            lexicon.spellings.forEach((word, others) -> {
                put(word, ++last);
                int number = last;
                others.forEach(other -> put(other, number));
            });
        }

        /** The number of the word with this hash: {@link #UNKNOWN} when no phrase has it. */
        int number(long hash) {
            long[] table = entries;
            int mask = table.length - 1;
            return numberIn(table[first(hash) & mask], hash) | numberIn(table[second(hash) & mask], hash);
        }

        /** The number in an entry if it is that of the word with this hash, else 0. */
        private static int numberIn(long entry, long hash) {
            long same = ((entry ^ hash) >>> NUMBER_BITS) - 1 >> 63;
            return (short) entry & (int) same;
        }

        /** The number of the word with this hash, which gets one when it had none. */
        int numberFor(long hash) {
            int number = number(hash);
            if (number != UNKNOWN) {
                return number;
            }
            put(hash, ++last);
            return last;
        }

        int size() {
            return last + 1;
        }

        private void put(String word, int number) {
            long hash = WordReader.hashOf(word);
            if (number(hash) != UNKNOWN) {
                throw new IllegalArgumentException("\"" + word + "\" is skipped or spelled twice");
            }
            put(hash, number);
        }

        private void put(long hash, int number) {
            if (++taken * 2 > entries.length) {
                grow();
            }
            long entry = hash & HASH | number & ~HASH;
            while (entry != 0) {
                entry = insert(entry);
                if (entry != 0) {
                    grow();
                }
            }
        }

        /** Puts an entry into one of its places, and what stood there into its other one, and so on; gives what found none, or 0. */
        private long insert(long entry) {
            int mask = entries.length - 1;
            long homeless = entry;
            int place = first(entry) & mask;
            for (int moves = 0; homeless != 0 && moves < MOST_MOVES; moves++) {
                long there = entries[place];
                entries[place] = homeless;
                homeless = there;
                place = place == (first(there) & mask) ? second(there) & mask : first(there) & mask;
            }
            return homeless;
        }

        private void grow() {
            long[] old = entries;
            int size = old.length;
            do {
                size *= 2;
                entries = new long[size];
            } while (!insertAll(old));
        }

        private boolean insertAll(long[] old) {
            for (long entry : old) {
                if (entry != 0 && insert(entry) != 0) {
                    return false;
                }
            }
            return true;
        }

        private static int first(long hash) {
            return (int) (hash >>> 32);
        }

        private static int second(long hash) {
            return (int) (hash >>> 16);
        }
    }
}
