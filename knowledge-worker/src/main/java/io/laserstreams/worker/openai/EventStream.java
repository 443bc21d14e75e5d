package io.laserstreams.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A chat completion that came in chunks, as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 */
final class EventStream {
  private static final String TYPE = "text/event-stream";
  private static final String DATA = "data:";
  private static final String END = "[DONE]";
  private static final Pattern END_OF_LINE = Pattern.compile("\r\n|[\r\n]");
  private static final List<String> TEXTS =
      List.of("content", "reasoning_content", "reasoning", "refusal");

  private EventStream() {}

  /** Whether a response is one, whatever was asked for. */
  static boolean isOne(Optional<String> contentType, String body) {
    return contentType.filter(type -> type.startsWith(TYPE)).isPresent()
        || body.startsWith(DATA)
        || body.startsWith("event:")
        || body.startsWith(": ");
  }

  /**
   * The chunks as one chat completion: texts joined, the last finish reason and usage.
   *
   * @param parse reads a chunk
   * @throws UnusableAnswerException if the stream breaks off
   */
  static JsonNode joined(String body, Function<String, JsonNode> parse) {
    ObjectNode whole = new ObjectMapper().createObjectNode();
    ObjectNode choice = whole.putArray("choices").addObject();
    ObjectNode message = choice.putObject("message");
    boolean ended = false;
    for (String event : events(body)) {
      if (event.equals(END)) {
        ended = true;
        break;
      }
      JsonNode chunk = parse.apply(event);
      JsonNode part = chunk.path("choices").path(0);
      for (String text : TEXTS) {
        append(message, text, part.path("delta").path(text));
      }
      take(choice, "finish_reason", part);
      take(whole, "usage", chunk);
      take(whole, "error", chunk);
    }
    if (!ended && !choice.has("finish_reason") && !whole.has("error")) {
      throw new UnusableAnswerException(
          "answered 200 with a stream that breaks off, without a finish_reason");
    }
    return whole;
  }

  /** The data of each event; other fields do not matter here. */
  private static List<String> events(String body) {
    List<String> events = new ArrayList<>();
    StringBuilder event = new StringBuilder();
    for (String line : END_OF_LINE.split(body + "\n\n", -1)) {
      if (line.startsWith(DATA)) {
        event.append(event.isEmpty() ? "" : "\n").append(line.substring(DATA.length()).strip());
      } else if (line.isEmpty() && !event.isEmpty()) {
        events.add(event.toString());
        event.setLength(0);
      }
    }
    return events;
  }

  private static void append(ObjectNode message, String name, JsonNode delta) {
    if (delta.isTextual()) {
      message.put(name, message.path(name).asText("") + delta.asText());
    }
  }

  private static void take(ObjectNode whole, String name, JsonNode from) {
    if (from.hasNonNull(name)) {
      whole.set(name, from.get(name));
    }
  }
}
