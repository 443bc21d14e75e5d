package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.worker.prompt.Prompt;
import java.util.Optional;
import java.util.regex.Pattern;

/** The JSON of OpenAI's chat completions. https://platform.openai.com/docs/api-reference/chat */
final class ChatCompletions {
  /** Reasoning models may think aloud before they answer. */
  private static final Pattern THOUGHTS = Pattern.compile("(?s)^\\s*<think>.*?</think>");

  private final ObjectMapper json = new ObjectMapper();
  private final OpenAiSettings settings;

  ChatCompletions(OpenAiSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  record Reply(String text, long promptTokens, long completionTokens) {}

  String request(Prompt prompt) {
    ObjectNode request = json.createObjectNode();
    request.put("model", settings.model());
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", prompt.system());
    messages.addObject().put("role", "user").put("content", prompt.user());
    request.put("max_tokens", settings.maxTokens());
    request.put("temperature", settings.temperature());
    request.put("seed", settings.seed());
    settings.extra().forEach((name, value) -> {
      if (value == null) {
        request.remove(name);
      } else {
        request.set(name, json.valueToTree(value));
      }
    });
    return request.toString();
  }

  /**
   * Reads a response that came with status 200.
   *
   * @throws RepeatableFailure where it is no chat completion, as when a proxy answers
   * @throws RequestRefusedException where the model wrote nothing
   */
  Reply reply(String body) {
    JsonNode response;
    try {
      response = json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RepeatableFailure(settings.endpoint() + " answered 200 with what is not JSON: " + e.getOriginalMessage(),
          Optional.empty());
    }
    JsonNode message = response.path("choices").path(0).path("message");
    if (!message.isObject()) {
      throw new RepeatableFailure(settings.endpoint() + " answered 200 with JSON that is no chat completion: choices[0].message is missing",
          Optional.empty());
    }
    String text = THOUGHTS.matcher(message.path("content").asText("")).replaceFirst("").strip();
    if (text.isEmpty() || message.path("content").isNull()) {
      throw new RequestRefusedException("Model " + settings.model() + " wrote nothing, finish_reason "
          + response.path("choices").path(0).path("finish_reason").asText("unknown"));
    }
    JsonNode usage = response.path("usage");
    return new Reply(text, usage.path("prompt_tokens").asLong(), usage.path("completion_tokens").asLong());
  }
}
