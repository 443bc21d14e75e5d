package io.laserstreams.worker.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.prompt.Prompt;
import java.util.Optional;
import java.util.Set;

/** The JSON of OpenAI's chat completions. https://platform.openai.com/docs/api-reference/chat */
final class ChatCompletions {
  /** Types of content parts that are text; other parts hold reasoning or a refusal. */
  private static final Set<String> TEXT_PARTS = Set.of("text", "output_text");

  private final ObjectMapper json = new ObjectMapper();
  private final OpenAiSettings settings;

  ChatCompletions(OpenAiSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * An error with status 200.
   *
   * @param code as the server gives it, 0 if it is not a number
   */
  record ServerError(String message, int code) {}

  /**
   * @param streamed whether to ask for the answer in chunks
   */
  String request(Prompt prompt, Sampling sampling, boolean streamed) {
    ObjectNode request = json.createObjectNode();
    request.put("model", settings.model());
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", prompt.system());
    messages.addObject().put("role", "user").put("content", prompt.user());
    request.put("max_tokens", sampling.maxTokens());
    request.put("temperature", sampling.temperature());
    request.put("seed", sampling.seed());
    if (streamed) {
      request.put("stream", true);
      request.putObject("stream_options").put("include_usage", true);
    }
    settings
        .extra()
        .forEach(
            (name, value) -> {
              if (value == null) {
                request.remove(name);
              } else {
                request.set(name, json.valueToTree(value));
              }
            });
    return request.toString();
  }

  /**
   * @throws UnusableAnswerException if the body is not JSON, as from a proxy
   */
  JsonNode parse(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UnusableAnswerException(
          "answered 200 with what is not JSON: " + e.getOriginalMessage());
    }
  }

  /** The error that a response reports; empty if none. */
  static Optional<ServerError> error(JsonNode response) {
    JsonNode error = response.path("error");
    if (error.isMissingNode() || error.isNull()) {
      error = response.path("choices").path(0).path("error");
    }
    if (error.isMissingNode() || error.isNull()) {
      return Optional.empty();
    }
    JsonNode message = error.isTextual() ? error : error.path("message");
    return Optional.of(
        new ServerError(
            message.isTextual() ? message.asText() : error.toString(),
            error.path("code").asInt(error.path("status").asInt())));
  }

  /**
   * @throws UnusableAnswerException if it is not a chat completion
   */
  static Completion completion(JsonNode response) {
    JsonNode choice = response.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      throw new UnusableAnswerException(
          "answered 200 with JSON that is not a chat completion: choices[0].message is missing");
    }
    FinishReason finished = FinishReason.of(choice.path("finish_reason").asText(""));
    if (finished == FinishReason.ERROR) {
      throw new UnusableAnswerException(
          "answered 200 with an incomplete chat completion: finish_reason "
              + choice.path("finish_reason").asText());
    }
    JsonNode usage = response.path("usage");
    return new Completion(
        content(message.path("content")),
        reasoning(message),
        refusal(message),
        finished,
        usage.path("prompt_tokens").asLong(),
        usage.path("completion_tokens").asLong());
  }

  /** Servers call it by either name. */
  private static String reasoning(JsonNode message) {
    JsonNode reasoning = message.path("reasoning_content");
    return (reasoning.isTextual() ? reasoning : message.path("reasoning")).asText("");
  }

  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.isTextual() ? content.asText() : "";
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      String next = text(part);
      if (endsInWord(text) && !next.isEmpty() && !Character.isWhitespace(next.charAt(0))) {
        text.append(' ');
      }
      text.append(next);
    }
    return text.toString();
  }

  private static String text(JsonNode part) {
    if (part.isTextual()) {
      return part.asText();
    }
    return TEXT_PARTS.contains(part.path("type").asText("text"))
        ? part.path("text").asText("")
        : "";
  }

  private static boolean endsInWord(CharSequence text) {
    return !text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1));
  }

  private static String refusal(JsonNode message) {
    StringBuilder refusal =
        new StringBuilder(
            message.path("refusal").isTextual() ? message.path("refusal").asText() : "");
    for (JsonNode part : message.path("content")) {
      refusal.append(part.path("refusal").asText(""));
    }
    return refusal.toString().strip();
  }
}
