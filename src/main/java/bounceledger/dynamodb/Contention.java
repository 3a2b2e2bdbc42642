package bounceledger.dynamodb;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Trying again, for a while, where other writers were faster. */
final class Contention {

    static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private static final int ATTEMPTS = 9;
    private static final int FIRST_PAUSE_MILLIS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 1000;

    /** Reasons that another attempt may not meet. */
    private static final Set<String> PASSING =
            Set.of("None", CONDITION_FAILED, "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private Contention() {}

    /** The first answer that an attempt gives; empty when each of them lost. Attempts count from 0. */
    static <T> Optional<T> attempt(IntFunction<Optional<T>> attempt) {
        return attempt(() -> true, attempt);
    }

    /** The same; empty also when no time is left for another attempt. */
    static <T> Optional<T> attempt(BooleanSupplier timeIsLeft, IntFunction<Optional<T>> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (i > 0) {
                pause(i);
            }
            if (!timeIsLeft.getAsBoolean()) {
                return Optional.empty();
            }
            Optional<T> answer = attempt.apply(i);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /**
     * Hands in what is open until nothing is: DynamoDB may leave a part of a batch undone under load.
     *
     * @param timeIsLeft whether there is time for another attempt
     * @param send answers with what was left undone
     */
    static <T> void drain(Map<String, T> all, BooleanSupplier timeIsLeft, UnaryOperator<Map<String, T>> send) {
        AtomicReference<Map<String, T>> open = new AtomicReference<>(all);
        Optional<Boolean> done = attempt(
                timeIsLeft, attempt -> open.updateAndGet(send).isEmpty() ? Optional.of(true) : Optional.empty());
        if (done.isEmpty()) {
            throw ProvisionedThroughputExceededException.builder()
                    .message(
                            "DynamoDB left a part of a batch undone, " + ATTEMPTS + " times or until the time was over")
                    .build();
        }
    }

    /** Between nothing and a bound that doubles, so that those who met do not meet again. */
    private static void pause(int attempt) {
        int bound = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << attempt);
        try {
            Thread.sleep(Chance.RANDOM.nextInt(bound));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for other writers", e);
        }
    }

    /** Whether nothing was written and another attempt, after a fresh read, may succeed. */
    static boolean lost(AwsServiceException e) {
        if (e instanceof TransactionCanceledException canceled) {
            return canceled.hasCancellationReasons()
                    && canceled.cancellationReasons().stream().allMatch(reason -> PASSING.contains(reason.code()));
        }
        return e instanceof ConditionalCheckFailedException
                || e instanceof TransactionConflictException
                || e instanceof TransactionInProgressException
                || e.isThrottlingException();
    }

    static boolean conditionFailed(CancellationReason reason) {
        return CONDITION_FAILED.equals(reason.code());
    }
}
