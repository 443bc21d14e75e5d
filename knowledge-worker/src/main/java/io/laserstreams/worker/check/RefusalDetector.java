package io.laserstreams.worker.check;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.UNICODE_CASE;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognizes a refusal by its beginning and ignores the rest. Every wording includes what is
 * refused, so that "Sorry to Bother You is a comedy" and "I Can't Think Straight (2008)" do not
 * match.
 */
final class RefusalDetector {
  /** Quotes, headings and symbols before the first word. */
  private static final String MARKS = "[\\s\"'#>(\\p{So}]*";

  private static final String SORRY =
      "(?:i(?:'m| am)|we(?:'re| are)) (?:\\w+ )?(?:sorry|afraid)|sorry|(?:my |our |many )?apologies"
          + "|i apologi[sz]e";

  /** Greetings and regrets, which may precede a refusal. */
  private static final String PREAMBLE =
      "(?:(?:hello|hi|hey|there|oh|okay|ok|well|but|that|however|unfortunately|regrettably"
          + "|thanks?(?: you)?(?: for [^.!,]*)?|(?:"
          + SORRY
          + ")(?: (?:for|about|to) [^.!,]*)?)[\\s,.!:;-]+)*";

  private static final String CANNOT =
      "(?:can ?not|can't|could not|couldn't|will not|won't|(?: ?am|'m| ?are|'re) (?:not"
          + " able|unable|not going|not allowed) to|(?: ?am|'m| ?are|'re) not comfortable|(?:do"
          + " not|don't) feel comfortable|(?:would|'d) (?:rather|prefer) not(?: to)?)";
  private static final String SERVE =
      "(?:help(?: you| with|[.!]|$)|find (?:any|info)|tell you|do (?:that|this)"
          + "|(?:assist|provide|fulfill?|comply|create|write|generate|produce|answer|continue"
          + "|discuss|respond|access|share|engage|offer"
          + "|describe|summari[sz]e|support|process|determine|complete|identify|give|infer"
          + "|analy[sz]e"
          + "|(?:assist|provid|creat|writ|generat|produc|answer|discuss|shar|engag|describ"
          + "|giv)ing)\\b)";
  private static final String MACHINE =
      "(?:an? )?(?:\\w+ ){0,2}(?:ai|a\\.i\\.|artificial intelligence|language"
          + " model|llm|chatbot|virtual assistant)";
  private static final String NOTHING_KNOWN =
      "(?:information|data|details|context|description|history|title|text|input)";

  private static final List<String> WORDINGS =
      List.of(
          "(?:i|we) ?"
              + CANNOT
              + " (?:and will not |in good conscience |at this time |\\w+ly )?(?:with )?"
              + SERVE,
          "(?:i|we) (?:must|have to|need to) (?:\\w+ly )?decline\\b",
          "(?:i|we) (?:do not|don't) (?:\\w+ly )?have (?:\\w+ ){0,3}(?:"
              + NOTHING_KNOWN
              + "|access|knowledge|ability)\\b",
          "i(?:'m| am) not (?:familiar with|aware of|sure (?:what|which|who))\\b",
          "i(?:'m| am) (?:just |only )?" + MACHINE + "\\b",
          "as "
              + MACHINE
              + "(?: \\w+){0,3},? (?:i(?:'m|'d|'ve)?|my|it(?:'s| is))"
              + " (?:am|do|can|cannot|can't|don't|must|have|was|will|won't"
              + "|would|strive|aim|not|unable|programming|purpose|guidelines|inappropriate"
              + "|important|against)\\b",
          "(?:this|your|the) (?:request|query|question|prompt|content|topic) (?:\\w+"
              + " )?(?:violates?|goes against|is against|cannot be|can't be|(?:was|is|has been)"
              + " (?:rejected|blocked|refused|inappropriate|not allowed))\\b",
          "(?:please|could you|can you|would you)(?: please)?"
              + " (?:provide|share|specify|clarify|give|tell) (?:me |us )?(?:with )?"
              + "(?:more|the|some|additional|further|which|what|your)\\b",
          "i(?:'d| would)? need (?:\\w+ )?(?:more|additional|further) " + NOTHING_KNOWN + "\\b",
          "(?:it )?(?:seems|looks|appears) (?:like |that )?(?:you (?:haven't|have not|didn't|did"
              + " not)|there (?:is|was|are) no (?:\\w+ ){0,2}"
              + NOTHING_KNOWN
              + "|(?:the |your )?"
              + NOTHING_KNOWN
              + " (?:is|was) (?:missing|empty|cut))\\b",
          "(?:there(?:'s| is) )?no (?:\\w+ ){0,2}"
              + NOTHING_KNOWN
              + " (?:is |was )?(?:available|provided|given|found)\\b",
          "(?:es )?tut mir leid, (?:aber )?(?:ich (?:kann|darf)|das kann ich)\\b",
          "(?:je suis )?d[ée]sol[ée]e?, (?:mais )?je ne (?:peux|suis)\\b",
          "lo siento, (?:pero )?no (?:puedo|me es)\\b",
          "mi dispiace, (?:ma )?non posso\\b",
          "desculpe, (?:mas )?(?:eu )?não posso\\b",
          "(?:你好，?)?(?:对不起|很抱歉|抱歉)?[，,]?(?:作为\\S{0,12}?，?)?我?(?:无法|不能|没有办法)");
  private static final Pattern REFUSAL =
      Pattern.compile(
          "^" + MARKS + PREAMBLE + "(?:" + String.join("|", WORDINGS) + ")",
          CASE_INSENSITIVE | UNICODE_CASE);
  private static final int BEGINNING_CHARACTERS = 300;
  private static final Pattern EMPHASIS = Pattern.compile("[*_`]");
  private static final Pattern APOSTROPHES = Pattern.compile("[’‘ʼ′＇]");

  private RefusalDetector() {}

  static boolean isRefusal(String text) {
    String beginning = text.substring(0, Math.min(text.length(), BEGINNING_CHARACTERS));
    String plain = EMPHASIS.matcher(APOSTROPHES.matcher(beginning).replaceAll("'")).replaceAll("");
    return REFUSAL.matcher(plain).find();
  }
}
