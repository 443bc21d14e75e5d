package io.laserstreams.worker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeExtractorTest {
  private static final int LONG = 50_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Real text",
        "  Real text\n",
        "<think>hm</think>Real text",
        "<think>\nWhich?\n\nThese.\n</think>\n\nReal text",
        "<THINK>hm</THINK>Real text",
        "<thinking>hm</thinking> Real text",
        "<Thinking mode=\"deep\" budget='9'>hm</Thinking>Real text",
        "<thought>hm</thought>Real text",
        "<thoughts>hm</thoughts>Real text",
        "<reasoning>hm</reasoning>Real text",
        "<analysis>hm</analysis>Real text",
        "<scratchpad>hm</scratchpad>Real text",
        "<inner_monologue>hm</inner_monologue>Real text",
        "<self-reflection>hm</self-reflection>Real text",
        "<seed:think>hm</seed:think>Real text",
        "<cot>hm</cot>Real text",
        "< think >hm< / think >Real text",
        "&lt;think&gt;hm&lt;/think&gt;Real text",
        "[THINK]hm[/THINK]Real text",
        "◁think▷hm◁/think▷Real text",
        "<|begin_of_thought|>hm<|end_of_thought|><|begin_of_solution|>Real text<|end_of_solution|>",
        "<think></think>Real text",
        "<think/>Real text",
        "hm, the tag was opened in the prompt</think>Real text",
        "hm</thinking>\nReal text",
        "<think>a <think> in a thought</think>Real text",
        "<think>a<think>b</think>c</think>Real text",
        "<think>first</think><reasoning>second</reasoning>Real text",
        "<think>closed by another name</reasoning>Real text",
        "Real <think>hm</think>text",
        "<think>hm</think><answer>Real text</answer>",
        "<answer>Real text</answer>",
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Real"
            + " text<|return|>",
        "<|start|>assistant<|channel|>final <|constrain|>text<|message|>Real text",
        "analysisWe need a text about films.assistantfinalReal text",
        "assistantanalysisHm.assistantfinalReal text",
        "Real text<|im_end|>\n<|im_start|>user\nAnother question",
        "Real text</s>"
      })
  void shouldKeepTheTextWithoutReasoning(String written) {
    assertEquals("Real text", extract(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>hm never ends",
        "<THINKING effort=\"high\">hm never ends",
        "<think>hm</think>",
        "<reasoning>hm</reasoning> \n",
        "Real text at first, <think>hm never ends",
        "<think>hm</think><thinking>and again",
        "all was thought</think>",
        "[THINK]hm never ends",
        "◁think▷hm never ends",
        "<|begin_of_thought|>hm never ends",
        "<|channel|>analysis<|message|>hm never ends",
        "<|channel|>analysis<|message|>hm<|end|>",
        "<|channel|>commentary<|message|>hm<|end|>",
        "analysisWe need a text about films. It never ends",
        "<answer></answer>"
      })
  void shouldRefuseReasoningWithoutText(String written) {
    assertRefused(TextFault.ONLY_THOUGHTS, written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't assist with that request.",
        "I’m sorry, but I can’t assist with that request.",
        "I am sorry, but I cannot help with that.",
        "I am very sorry for the inconvenience, but I am unable to provide that.",
        "Sorry, I can't do that.",
        "Sorry, but I cannot help.",
        "I can't help you with this.",
        "I cannot and will not provide a description of this person.",
        "I cannot fulfill this request.",
        "I can not in good conscience write this.",
        "i won't generate that",
        "I'm unable to access information about users.",
        "I’m not able to discuss this.",
        "I am not comfortable writing about this.",
        "I must respectfully decline.",
        "We are unable to process this.",
        "**I'm sorry**, but I can't comply.",
        "\"I'm sorry, I can't continue.\"",
        "<think>May I?</think>I'm sorry, but I can't assist with that.",
        "Hello! Unfortunately, I cannot provide recommendations about this.",
        "Thank you for your question. However, I can't answer it.",
        "My apologies, but I cannot create that.",
        "I apologize, but I don't have enough information about this film.",
        "I do not have access to real-time data.",
        "I'm not familiar with this film.",
        "As an AI language model, I do not have personal opinions.",
        "As an AI, I can't watch films.",
        "As a large language model, it's not my place.",
        "I'm just an AI assistant and cannot judge films.",
        "This request violates our policy.",
        "Your prompt was blocked.",
        "Please provide the title of the film.",
        "Could you please share more details?",
        "I need more information to describe this viewer.",
        "It seems you haven't given a title.",
        "It looks like there is no viewing history.",
        "No information is available on this film.",
        "Es tut mir leid, aber ich kann dabei nicht helfen.",
        "Je suis désolé, mais je ne peux pas répondre.",
        "Lo siento, pero no puedo ayudar.",
        "Mi dispiace, ma non posso aiutarti.",
        "对不起，我无法提供相关信息。",
        "抱歉，我不能回答这个问题。",
        "作为一个人工智能助手，我无法评价。"
      })
  void shouldRecognizeARefusalByItsBeginning(String written) {
    assertRefused(TextFault.MODEL_REFUSAL, written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sorry to Bother You is a 2018 comedy.",
        "Sorry, Wrong Number (1948) is a film noir.",
        "I'm Sorry by Brenda Lee is a ballad.",
        "I'm Not There (2007) tells of Bob Dylan.",
        "I Can't Think Straight (2008) is a romance.",
        "I Can't Sleep is a French thriller.",
        "I Don't Know How She Does It is a comedy.",
        "I Am Not a Serial Killer is a thriller.",
        "I, Robot is about an AI that cannot be trusted.",
        "I Am Legend: a scientist is alone.",
        "As an AI film, A.I. explores what it is to be loved.",
        "As an AI drama, it explores love.",
        "Please Give (2010) is a comedy about guilt.",
        "The request of a dying father drives this drama.",
        "No Country for Old Men is a thriller.",
        "It seems the film is no masterpiece, yet it moves.",
        "It seems there is no doubt that this viewer loves drama.",
        "Unfortunately for its hero, the heist goes wrong.",
        "Hello, Dolly! is a musical.",
        "Well, well: a western with wit.",
        "This viewer enjoys drama. I'm sorry, but I can't assist with more.",
        "The android says: as an AI language model, I cannot love.",
        "The film opens with an apology: I cannot provide for you.",
        "A chatbot refuses: I'm sorry, I can't help with that.",
        "<p>A drama about <b>memory</b>.</p>",
        "<b>Heat</b> is a crime film.",
        "3 < 5, and x > y: a film about numbers.",
        "[Analysis] The viewer likes drama.",
        "analysis of a marriage, in six scenes",
        "我不喜欢的电影"
      })
  void shouldKeepATextThatOnlyResemblesARefusal(String written) {
    assertEquals(written, extract(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<plan>list films</plan>Real text",
        "<unused94>thought\nhm<unused95>Real text",
        "<tool_call>{}</tool_call>",
        "<|python_tag|>print()"
      })
  void shouldRefuseATextInAnUnknownTag(String written) {
    assertRefused(TextFault.UNKNOWN_MARKUP, written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t "})
  void shouldRefuseABlankText(String written) {
    assertRefused(TextFault.NO_TEXT, written);
  }

  @Test
  void shouldRefuseATextThatItsServerDamaged() {
    assertRefused(TextFault.WRONG_CHARSET, "A caf\uFFFD in Paris.");
  }

  @Test
  void shouldQuoteWhatTheModelWrote() {
    String message =
        assertThrows(NotKnowledgeException.class, () -> extract("<think>hm, " + "so ".repeat(LONG)))
            .getMessage();
    assertTrue(message.startsWith("wrote only reasoning and no text: <think>hm, so so"), message);
    assertTrue(message.length() < 200, message);
  }

  /** No text, however long, may make the patterns slow or overflow the stack. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "word ",
        "<think>",
        "</think>",
        "< think ",
        "sorry, ",
        "hello, but, ",
        "I can't, ",
        "<|channel|>analysis",
        "<a "
      })
  void shouldHandleLongTextsQuickly(String repeated) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            extract(repeated.repeat(LONG));
          } catch (NotKnowledgeException e) {
            assertTrue(e.getMessage().length() < 300, e.getMessage());
          }
        });
  }

  private static String extract(String written) {
    return KnowledgeExtractor.extract(Completion.of(written, FinishReason.STOP, 0, 0));
  }

  private static void assertRefused(TextFault fault, String written) {
    assertEquals(
        fault,
        assertThrows(NotKnowledgeException.class, () -> extract(written), written).fault(),
        written);
  }
}
