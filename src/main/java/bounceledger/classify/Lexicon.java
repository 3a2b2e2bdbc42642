package bounceledger.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
        spellings = Map.copyOf(spellings);
        sets = Map.copyOf(sets);
    }

    /** The words of both; a set that both define has the members of both. */
    public Lexicon with(Lexicon other) {
        List<String> bothSkipped = new ArrayList<>(skipped);
        bothSkipped.addAll(other.skipped);
        Map<String, List<String>> bothSpellings = new HashMap<>(spellings);
        other.spellings.forEach((word, more) -> bothSpellings.merge(word, more, Lexicon::concat));
        Map<String, List<String>> bothSets = new HashMap<>(sets);
        other.sets.forEach((name, more) -> bothSets.merge(name, more, Lexicon::concat));
        return new Lexicon(bothSkipped, bothSpellings, bothSets);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /** Words by hash, with the number of each: an open-addressed table that only grows while phrases are compiled. */
    static final class Words {

        static final int UNKNOWN = 0;
        static final int SKIPPED = -1;

        private long[] hashes = new long[4096];
        private short[] numbers = new short[4096];
        private int taken;
        private int last;

        Words(Lexicon lexicon) {
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
            long[] table = hashes;
            int mask = table.length - 1;
            for (int i = (int) hash & mask; ; i = (i + 1) & mask) {
                if (table[i] == hash) {
                    return numbers[i];
                }
                if (table[i] == 0) {
                    return UNKNOWN;
                }
            }
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
            if (++taken * 2 > hashes.length) {
                grow();
            }
            insert(hash, (short) number);
        }

        private void insert(long hash, short number) {
            int mask = hashes.length - 1;
            int i = (int) hash & mask;
            while (hashes[i] != 0) {
                i = (i + 1) & mask;
            }
            hashes[i] = hash;
            numbers[i] = number;
        }

        private void grow() {
            long[] oldHashes = hashes;
            short[] oldNumbers = numbers;
            hashes = new long[oldHashes.length * 2];
            numbers = new short[oldHashes.length * 2];
            for (int i = 0; i < oldHashes.length; i++) {
                if (oldHashes[i] != 0) {
                    insert(oldHashes[i], oldNumbers[i]);
                }
            }
        }

        @Override
        public String toString() {
            return "Words" + Arrays.asList(taken, last);
        }
    }
}
