package io.laserstreams.lm.chat;

import static java.util.Objects.requireNonNull;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import io.laserstreams.lm.files.UnusableModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's own chat template, rendered as Hugging Face's transformers do: {@code trim_blocks} and
 * {@code lstrip_blocks} on, {@code raise_exception} defined, a message's content never interpreted.
 *
 * <p>A template that Jinjava cannot render, or that loses or alters a message, is refused when it
 * is opened: a prompt in another form than the one the model was tuned on gives bad texts without
 * any error. Where a template refuses a system's message, as Gemma's does, or drops it, its text is
 * put before the user's. Thread-safe.
 */
public final class ChatTemplate {
  private static final Logger log = LoggerFactory.getLogger(ChatTemplate.class);
  private static final int MAX_CHARACTERS = 4_000_000;
  private static final List<ChatMessage> TRIAL =
      List.of(
          ChatMessage.system("Answer in {{ one }} sentence."),
          ChatMessage.user("Name {% a %} city <in> Peru & \"why\"."));

  private final Jinjava jinjava = new Jinjava(configuration());
  private final String template;
  private final Map<String, String> variables;
  private final boolean takesSystem;

  /**
   * @param variables texts that the template uses by name
   * @throws UnusableModelException if the template cannot be rendered, with the template's fault
   */
  public ChatTemplate(String template, Map<String, String> variables) {
    this.template = PythonIdioms.translated(requireNonNull(template, "template is null"));
    this.variables = Map.copyOf(variables);
    jinjava
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", ChatTemplate.class, "raise", String.class));
    takesSystem = takesSystem();
    requireFaithful();
  }

  /** The function {@code raise_exception} of templates. */
  @SuppressWarnings("DoNotCallSuggester") // Templates call it.
  public static String raise(String message) {
    throw new IllegalArgumentException(message);
  }

  private static JinjavaConfig configuration() {
    return JinjavaConfig.newBuilder()
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withNestedInterpretationEnabled(false)
        .withMaxOutputSize(MAX_CHARACTERS)
        .withElResolver(PythonStrings.resolver())
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withEvaluateMapKeys(true)
                .withIterateOverMapKeys(true)
                .withKeepNullableLoopValues(true)
                .withParseWhitespaceControlStrictly(true)
                .withUseNaturalOperatorPrecedence(true)
                .withUsePyishObjectMapper(true)
                .withUseSnakeCasePropertyNaming(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .build())
        .build();
  }

  private boolean takesSystem() {
    String system = TRIAL.get(0).content();
    try {
      if (rendered(TRIAL).contains(system)) {
        return true;
      }
      log.info("The chat template drops the system's message: it is put before the user's");
    } catch (UnusableModelException e) {
      rendered(withoutSystem(TRIAL)); // throws if the system's message was not the reason
      log.info(
          "The chat template refuses the system's message, which is put before the user's: {}",
          e.getMessage());
    }
    return false;
  }

  private void requireFaithful() {
    String rendered = render(TRIAL);
    int from = 0;
    for (ChatMessage message : TRIAL) {
      int at = rendered.indexOf(message.content(), from);
      if (at < 0) {
        throw new UnusableModelException(
            "the chat template does not give the "
                + message.role()
                + " message back as it is: "
                + rendered);
      }
      from = at + message.content().length();
    }
  }

  /**
   * The messages as one text that ends where the model's answer begins.
   *
   * @throws UnusableModelException if the template refuses these messages
   */
  public String render(List<ChatMessage> messages) {
    return rendered(takesSystem ? messages : withoutSystem(messages));
  }

  /** The system's message becomes the beginning of the user's. */
  private static List<ChatMessage> withoutSystem(List<ChatMessage> messages) {
    List<ChatMessage> others = new ArrayList<>();
    String before = "";
    for (ChatMessage message : messages) {
      if (message.role().equals(ChatMessage.SYSTEM)) {
        before += message.content() + "\n\n";
      } else {
        others.add(message.withContent(before + message.content()));
        before = "";
      }
    }
    return others;
  }

  private String rendered(List<ChatMessage> messages) {
    Map<String, Object> context = new HashMap<>(variables);
    context.put("messages", messages.stream().map(ChatTemplate::fields).toList());
    context.put("add_generation_prompt", true);
    context.put("enable_thinking", false);
    RenderResult result = jinjava.renderForResult(template, context);
    if (result.hasErrors()) {
      throw new UnusableModelException(
          "the chat template cannot be rendered: "
              + result.getErrors().stream()
                  .map(ChatTemplate::describe)
                  .distinct()
                  .collect(Collectors.joining("; ")));
    }
    return result.getOutput();
  }

  private static String describe(TemplateError error) {
    return error.getMessage() + " (line " + error.getLineno() + ")";
  }

  private static Map<String, Object> fields(ChatMessage message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", message.role());
    fields.put("content", message.content());
    return fields;
  }
}
