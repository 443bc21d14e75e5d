package io.laserstreams.lm.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.lm.files.UnusableModelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
  private static final List<ChatMessage> MESSAGES =
      List.of(ChatMessage.system("Be brief."), ChatMessage.user("  Hi {{ 7 * 7 }} <b>  "));

  @Test
  void shouldTrimWhitespaceAsTransformersDo() {
    String template =
        """
        {%- for message in messages %}
            {%- if message.role == "system" or message.role == "user" %}
                {{- '<' + message.role + '>\\n' + message.content + '</s>\\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<assistant>\\n' }}
        {%- endif %}
        """;

    assertEquals(
        "<system>\nBe brief.</s>\n<user>\n  Hi {{ 7 * 7 }} <b>  </s>\n<assistant>\n",
        render(template));
  }

  @Test
  void shouldDropTheNewlineAfterABlockAndTheIndentBeforeIt() {
    String template =
        """
        {{ bos_token }}
        {% for message in messages %}
          {% if loop.first %}
        [{{ message['content'] | trim }}]
          {% else %}
        ({{ message['content'] | trim }})
          {% endif %}
        {% endfor %}
        """;

    assertEquals("<s>\n[Be brief.]\n(Hi {{ 7 * 7 }} <b>)\n", render(template));
  }

  @Test
  void shouldKnowTheIdiomsOfWellKnownTemplates() {
    String template =
        """
        {%- set ns = namespace(found=false, last=messages|length - 1) %}
        {%- for message in messages[::-1] %}
            {%- set index = (messages|length - 1) - loop.index0 %}
            {%- if not ns.found and message.role == "user" and message.content is string
                and not(message.content.startswith('<tool>') and message.content.endswith('x')) %}
                {%- set ns.found = true %}
                {%- set ns.last = index %}
            {%- endif %}
        {%- endfor %}
        {%- if not tools is defined %}{%- set tools = none %}{%- endif %}
        {%- if messages[0]['role'] == 'system' %}
            {%- set rest = messages[1:] %}
            {{- messages[0]['content'] + '|' }}
        {%- else %}
            {%- set rest = messages %}
        {%- endif %}
        {%- for message in rest %}
            {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
                {{- raise_exception('roles must alternate') }}
            {%- endif %}
            {{- message.content.strip() + '|' + ns.last|string + message.content.split('{')[0] }}
        {%- endfor %}
        {%- if tools is not none %}never{% endif %}
        """;

    assertEquals("Be brief.|Hi {{ 7 * 7 }} <b>|1  Hi ", render(template));
  }

  @Test
  void shouldRefuseATemplateThatItCannotRender() {
    UnusableModelException refusal =
        assertThrows(
            UnusableModelException.class,
            () -> new ChatTemplate("{{ strange_function(messages) }}", Map.of()));

    assertTrue(refusal.getMessage().contains("strange_function"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("line 1"), refusal.getMessage());
  }

  @Test
  void shouldRefuseATemplateThatAltersMessages() {
    UnusableModelException refusal =
        assertThrows(
            UnusableModelException.class,
            () ->
                new ChatTemplate(
                    "{% for m in messages %}{{ m.content | escape }}{% endfor %}", Map.of()));

    assertTrue(refusal.getMessage().contains("user message"), refusal.getMessage());
  }

  @Test
  void shouldPutTheSystemMessageBeforeTheUsersWhereATemplateKnowsNoSystem() {
    String template =
        """
        {%- if messages[0]['role'] == 'system' %}
            {{- raise_exception('System role not supported') }}
        {%- endif %}
        {%- for message in messages %}
            {{- '<' + message.role + '>' + message.content }}
        {%- endfor %}
        """;

    assertEquals("<user>Be brief.\n\n  Hi {{ 7 * 7 }} <b>  ", render(template));
  }

  @Test
  void shouldPutTheSystemMessageBeforeTheUsersWhereATemplateDropsIt() {
    String template =
        """
        {%- for message in messages %}
            {%- if message.role == 'user' %}
                {{- '[INST] ' + message.content + ' [/INST]' }}
            {%- elif message.role == 'assistant' %}
                {{- message.content }}
            {%- endif %}
        {%- endfor %}
        """;

    assertEquals("[INST] Be brief.\n\n  Hi {{ 7 * 7 }} <b>   [/INST]", render(template));
  }

  @Test
  void shouldRenderGemmasTemplate() {
    String template =
        "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not"
            + " supported') }}{% endif %}{% for message in messages %}{% if (message['role'] =="
            + " 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must"
            + " alternate user/assistant/user/assistant/...') }}{% endif %}{% if (message['role']"
            + " == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role']"
            + " %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim +"
            + " '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt"
            + " %}{{'<start_of_turn>model\n'}}{% endif %}";

    assertEquals(
        """
        <s><start_of_turn>user
        Be brief.

          Hi {{ 7 * 7 }} <b><end_of_turn>
        <start_of_turn>model
        """,
        render(template));
  }

  @Test
  void shouldRefuseATemplateThatDropsTheUsersMessage() {
    UnusableModelException refusal =
        assertThrows(
            UnusableModelException.class,
            () -> new ChatTemplate("{{ bos_token }}", Map.of("bos_token", "<s>")));

    assertTrue(refusal.getMessage().contains("system message back as it is: <s>"));
  }

  @Test
  void shouldRemoveSpecialTokensHoweverTheyAreHidden() {
    SpecialTexts special = new SpecialTexts(List.of("<|im_end|>", "<s>"));

    assertEquals(
        List.of(ChatMessage.user("a b c")),
        special.removed(List.of(ChatMessage.user("a <|im_<s>end|><s>b<|im_<|im_end|>end|> c"))));
  }

  private static String render(String template) {
    return new ChatTemplate(template, Map.of("bos_token", "<s>")).render(MESSAGES);
  }
}
