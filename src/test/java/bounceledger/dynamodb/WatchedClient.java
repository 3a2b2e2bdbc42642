package bounceledger.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** A client whose every request goes through the test's hands on its way to the table, and every answer on its way back. */
public final class WatchedClient implements InvocationHandler {

    /** What the test does with a request; {@code send} hands it to the table and gives the answer. */
    public interface Watch {
        Object answer(DynamoDbRequest request, Function<DynamoDbRequest, Object> send) throws Throwable;
    }

    private final DynamoDbClient client;
    private final Watch watch;

    private WatchedClient(DynamoDbClient client, Watch watch) {
        this.client = client;
        this.watch = watch;
    }

    public static DynamoDbClient of(DynamoDbClient client, Watch watch) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                new WatchedClient(client, watch));
    }

    /** Requests of one type, changed before they are sent. */
    static <R extends DynamoDbRequest> DynamoDbClient changing(
            DynamoDbClient client, Class<R> type, UnaryOperator<R> change) {
        return of(
                client,
                (request, send) -> send.apply(type.isInstance(request) ? change.apply(type.cast(request)) : request));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean forConvenience = arguments != null
                && arguments.length == 1
                && (arguments[0] instanceof Consumer || method.getName().endsWith("Paginator"));
        if (forConvenience) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof DynamoDbRequest request) {
            return watch.answer(request, sent -> send(method, sent));
        }
        return call(method, arguments);
    }

    private Object send(Method method, DynamoDbRequest request) {
        try {
            return call(method, request);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
