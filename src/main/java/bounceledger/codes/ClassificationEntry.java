package bounceledger.codes;

import bounceledger.classify.Classification;
import bounceledger.classify.Fault;

/**
 * What one of the eleven classifications means.
 *
 * @param classification the word
 * @param fault whose problem it is
 * @param title the meaning in a few words
 * @param meaning the meaning in one or two sentences
 * @param adviceWhenTemporary what a sender does while it may pass by itself
 * @param adviceWhenPermanent what a sender does when it will not
 */
public record ClassificationEntry(
        Classification classification,
        Fault fault,
        String title,
        String meaning,
        String adviceWhenTemporary,
        String adviceWhenPermanent) {}
