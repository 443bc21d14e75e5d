package io.laserstreams.runtime.deadletter;

import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record that a processor refuses with {@link BadRecordException}, or cannot decode, becomes a
 * dead letter and the stream continues. Any other exception is a bug or an outage: it fails the
 * thread, and nothing is skipped.
 *
 * <p>What the processor did before it threw is not undone, so it must validate a record before it
 * changes state or forwards.
 */
public final class BadRecordHandler implements ProcessingExceptionHandler {
  @SuppressWarnings("NullAway.Init") // by configure, before any record
  private HandlerContext handlers;

  @Override
  public void configure(Map<String, ?> configs) {
    handlers = HandlerContext.from(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (exception instanceof BadRecordException || exception instanceof UnreadableRecordException) {
      return Response.resume(
          handlers.letter(context, context.sourceRawKey(), context.sourceRawValue(), exception));
    }
    return Response.fail();
  }
}
