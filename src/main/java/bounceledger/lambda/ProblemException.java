package bounceledger.lambda;

/** Ends a request with a problem. Carries no stack trace: it is an answer, thrown by the thousand under fire. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static ProblemException badRequest(String detail) {
        return new ProblemException(Problem.of(400, detail));
    }

    /** @param reason goes on where {@code /emails/3} begins: "is not an address" */
    static ProblemException field(String pointer, String reason) {
        String subject = pointer.isEmpty() ? "The body" : pointer;
        return new ProblemException(Problem.of(400, subject + " " + reason + ".", pointer, null));
    }

    /** @param reason goes on where {@code limit} begins: "is no number" */
    static ProblemException parameter(String name, String reason) {
        return new ProblemException(Problem.of(400, "The parameter " + name + " " + reason + ".", null, name));
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(Problem.of(404, detail));
    }

    Problem problem() {
        return problem;
    }
}
