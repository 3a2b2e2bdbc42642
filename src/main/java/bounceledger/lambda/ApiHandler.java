package bounceledger.lambda;

import bounceledger.subscriber.LedgerStore;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The {@code api} function, behind an HTTP API of API Gateway. */
@Named("api")
public final class ApiHandler implements RequestStreamHandler {

    private final Api api;
    private final LedgerStore store;

    ApiHandler(Api api, LedgerStore store) {
        this.api = api;
        this.store = store;
    }

    @Override
    public void handleRequest(InputStream request, OutputStream response, Context context) throws IOException {
        store.open();
        response.write(api.handle(request.readAllBytes()));
    }
}
