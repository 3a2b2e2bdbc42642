package bounceledger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveSimpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The walls between the packages: who may know whom, who may know which library, and who may ask for the time. */
@AnalyzeClasses(packages = "bounceledger", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String SMTP = "bounceledger.smtp..";
    private static final String CLASSIFY = "bounceledger.classify..";
    private static final String RULES = "bounceledger.rules..";
    private static final String CODES = "bounceledger.codes..";
    private static final String SUBSCRIBER = "bounceledger.subscriber..";
    private static final String SES = "bounceledger.ses..";
    private static final String DYNAMODB = "bounceledger.dynamodb..";
    private static final String LAMBDA = "bounceledger.lambda..";
    private static final String LOCAL = "bounceledger.local..";

    @ArchTest
    static final ArchRule everyClassLivesInAKnownPackage = classes()
            .should()
            .resideInAnyPackage(SMTP, CLASSIFY, RULES, CODES, SUBSCRIBER, SES, DYNAMODB, LAMBDA, LOCAL)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule smtpKnowsNobody = knowsOnly(SMTP);

    @ArchTest
    static final ArchRule classifyKnowsSmtp = knowsOnly(CLASSIFY, SMTP);

    @ArchTest
    static final ArchRule rulesKnowClassifyAndSmtp = knowsOnly(RULES, CLASSIFY, SMTP);

    @ArchTest
    static final ArchRule codesKnowClassifyAndSmtp = knowsOnly(CODES, CLASSIFY, SMTP);

    @ArchTest
    static final ArchRule subscriberKnowsClassifyAndSmtp = knowsOnly(SUBSCRIBER, CLASSIFY, SMTP);

    @ArchTest
    static final ArchRule sesKnowsSmtpAndTheSubscribersEvents = classes()
            .that()
            .resideInAPackage(SES)
            .should()
            .onlyDependOnClassesThat(foreign().or(resideInAnyPackage(SES, SMTP)).or(subscribersEvents()))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule dynamodbKnowsSubscriberClassifyAndSmtp = knowsOnly(DYNAMODB, SUBSCRIBER, CLASSIFY, SMTP);

    /** Everybody's allowances above leave out {@code lambda} and {@code local}; this is the wall between those two. */
    @ArchTest
    static final ArchRule lambdaKnowsAllButLocal =
            knowsOnly(LAMBDA, SMTP, CLASSIFY, RULES, CODES, SUBSCRIBER, SES, DYNAMODB);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("bounceledger.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    /** {@code local} for its signer and its credentials. */
    @ArchTest
    static final ArchRule onlyDynamodbAndLocalTouchTheAwsSdk = onlyIn("software.amazon.awssdk..", DYNAMODB, LOCAL);

    @ArchTest
    static final ArchRule onlyLambdaAndLocalTouchTheLambdaLibraries = onlyIn("com.amazonaws..", LAMBDA, LOCAL);

    /** DynamoDB Local is not in the function's zip. */
    @ArchTest
    static final ArchRule onlyLocalTouchesTheEmbeddedTable = onlyIn("software.amazon.dynamodb..", LOCAL);

    @ArchTest
    static final ArchRule onlyLambdaAndLocalTouchQuarkus = onlyIn("io.quarkus..", LAMBDA, LOCAL);

    @ArchTest
    static final ArchRule onlyLambdaAndLocalTouchJakarta = onlyIn("jakarta..", LAMBDA, LOCAL);

    @ArchTest
    static final ArchRule onlyLambdaAndLocalAskForTheTime = noClasses()
            .that()
            .resideOutsideOfPackages(LAMBDA, LOCAL)
            .should()
            .accessTargetWhere(readsTheSystemClock())
            .because("elsewhere time is an argument")
            .allowEmptyShould(true);

    /** What is seeded once comes out of a SnapStart snapshot with the same seed in every process; SecureRandom does not. */
    @ArchTest
    static final ArchRule nobodyDrawsFromASeed = noClasses()
            .that()
            .resideOutsideOfPackage(LOCAL)
            .should()
            .dependOnClassesThat(describe(
                    "are seeded generators of random numbers",
                    type -> Set.of(
                                    "java.util.Random",
                                    "java.util.SplittableRandom",
                                    "java.util.concurrent.ThreadLocalRandom",
                                    "java.util.random.RandomGenerator")
                            .contains(type.getName())))
            .orShould()
            .callMethod(Math.class, "random")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().should(resideInANullMarkedPackage()).allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = Stream.of(
                    "Manager", "Helper", "Util", "Utils", "Impl", "Dto", "DTO", "Entity", "Mapper")
            .map(ending -> not(haveSimpleNameEndingWith(ending)))
            .reduce(ArchCondition::and)
            .map(condition -> classes().should(condition).allowEmptyShould(true))
            .orElseThrow();

    /** Within Bounce Ledger, {@code room} depends on itself and {@code known} alone. */
    private static ArchRule knowsOnly(String room, String... known) {
        return classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(foreign().or(resideInAPackage(room)).or(resideInAnyPackage(known)))
                .allowEmptyShould(true);
    }

    /** No package but {@code rooms} depends on {@code library}. */
    private static ArchRule onlyIn(String library, String... rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> foreign() {
        return not(resideInAPackage("bounceledger..")).as("live outside of Bounce Ledger");
    }

    /** {@code subscriber.Event}, what is nested in it, and what these are made of, wherever it lives. */
    private static DescribedPredicate<JavaClass> subscribersEvents() {
        return describe("belong to the subscriber's events", type -> belongsToAnEvent(type, new HashSet<>()));
    }

    private static boolean belongsToAnEvent(JavaClass type, Set<JavaClass> seen) {
        String event = "bounceledger.subscriber.Event";
        return type.getName().equals(event)
                || type.getName().startsWith(event + "$")
                || seen.add(type)
                        && type.getFieldsWithTypeOfSelf().stream()
                                .anyMatch(field -> belongsToAnEvent(field.getOwner(), seen));
    }

    /** Whether the target is a {@code java.time} "now" without a clock given to it, or a clock of the system. */
    private static DescribedPredicate<JavaAccess<?>> readsTheSystemClock() {
        return describe("it reads the system clock", access -> {
            AccessTarget target = access.getTarget();
            JavaClass owner = target.getOwner();
            String name = target.getName();
            if (owner.isEquivalentTo(Clock.class)) {
                return name.startsWith("system")
                        || Set.of("tickMillis", "tickSeconds", "tickMinutes").contains(name);
            }
            if (owner.isEquivalentTo(System.class)) {
                return name.equals("currentTimeMillis");
            }
            return owner.getPackageName().startsWith("java.time")
                    && name.equals("now")
                    && target instanceof AccessTarget.CodeUnitAccessTarget call
                    && call.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        });
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, "%s: no @NullMarked package-info.java".formatted(type.getName())));
            }
        };
    }
}
