package io.laserstreams.lm.hub;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.lm.hub.Checksum.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of the hub's HTTP interface that fetching a model takes. */
final class HubClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MAX_REDIRECTS = 5;
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int CLIENT_ERROR = 400;

  private final HubSettings settings;
  private final HttpClient http;

  HubClient(HubSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    this.http =
        HttpClient.newBuilder()
            .proxy(settings.proxies())
            .connectTimeout(settings.patience())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  Snapshot snapshot(String repository, String revision) throws IOException, InterruptedException {
    String models = settings.endpoint() + "/api/models/" + repository;
    JsonNode model =
        json(URI.create(models + "/revision/" + revision.replace("/", "%2F")), repository).body();
    String commit = model.path("sha").asText();
    if (commit.isEmpty()) {
      throw new HubException("the hub names no commit of " + repository + " at " + revision);
    }
    List<HubFile> files = new ArrayList<>();
    Optional<URI> page = Optional.of(URI.create(models + "/tree/" + commit + "?recursive=true"));
    while (page.isPresent()) {
      Page read = json(page.get(), repository);
      for (JsonNode entry : read.body()) {
        if (entry.path("type").asText().equals("file")) {
          files.add(file(entry));
        }
      }
      page = read.next();
    }
    return new Snapshot(
        repository, commit, model.path("cardData").path("license").asText(""), files);
  }

  private static HubFile file(JsonNode entry) {
    JsonNode large = entry.path("lfs");
    Checksum checksum =
        large.isObject()
            ? new Checksum(Kind.SHA256, large.path("oid").asText())
            : new Checksum(Kind.GIT_BLOB, entry.path("oid").asText());
    return new HubFile(entry.path("path").asText(), entry.path("size").asLong(), checksum);
  }

  private record Page(JsonNode body, Optional<URI> next) {}

  private Page json(URI uri, String repository) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = get(uri, repository, 0);
    try (InputStream body = response.body();
        StallGuard unused = new StallGuard(body, settings.patience())) {
      Matcher next = NEXT_PAGE.matcher(response.headers().firstValue("Link").orElse(""));
      return new Page(
          JSON.readTree(body),
          next.find() ? Optional.of(target(uri, "Link", next.group(1))) : Optional.empty());
    }
  }

  /**
   * Opens a file's content.
   *
   * @param from bytes that are already there; the answer has status 206 if they are left out
   */
  HttpResponse<InputStream> open(Snapshot snapshot, HubFile file, long from)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            settings.endpoint()
                + "/"
                + snapshot.repository()
                + "/resolve/"
                + snapshot.commit()
                + "/"
                + file.path());
    return get(uri, snapshot.repository(), from);
  }

  /** The token goes to the hub alone, not where it redirects to. */
  private HttpResponse<InputStream> get(URI uri, String repository, long from)
      throws IOException, InterruptedException {
    URI at = uri;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(at);
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
      }
      if (isHub(at)) {
        settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
      }
      HttpResponse<InputStream> response = send(request.build());
      if (response.statusCode() >= OK && response.statusCode() < REDIRECTION) {
        return response;
      }
      response.body().close();
      if (response.statusCode() >= CLIENT_ERROR) {
        throw refusal(response.statusCode(), repository, at);
      }
      Optional<String> target = response.headers().firstValue("Location");
      if (target.isEmpty()) {
        throw new HubException(at + " redirects nowhere");
      }
      at = target(at, "Location", target.get());
    }
    throw new HubException(uri + " redirects more than " + MAX_REDIRECTS + " times");
  }

  /** Where a header of an answer leads. */
  private static URI target(URI from, String header, String value) {
    URI target;
    try {
      target = from.resolve(value);
    } catch (IllegalArgumentException e) {
      throw new HubException(
          "%s answers with the header %s: %s, which is no URL: %s"
              .formatted(from, header, value, e.getMessage()),
          e);
    }
    if (!SCHEMES.contains(String.valueOf(target.getScheme())) || target.getHost() == null) {
      throw new HubException(
          "%s answers with the header %s: %s, which is no http or https URL with a host"
              .formatted(from, header, value));
    }
    return target;
  }

  /** The timeout of a request would include the body on newer JDKs. */
  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> response =
        http.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return response.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new IOException("no answer from " + request.uri(), e);
    }
  }

  private boolean isHub(URI uri) {
    URI hub = settings.endpoint();
    return hub.getScheme().equalsIgnoreCase(uri.getScheme())
        && hub.getAuthority().equalsIgnoreCase(uri.getAuthority());
  }

  private RuntimeException refusal(int status, String repository, URI uri) throws IOException {
    return switch (status) {
      case 401, 403 ->
          new HubException(
              "the hub refuses "
                  + repository
                  + " (HTTP "
                  + status
                  + "): it does not exist, or set HF_TOKEN to a token that may read it, and accept"
                  + " its licence on its page first if it has one to accept");
      case 404 -> new HubException("the hub has no " + repository + " at " + uri);
      default -> throw new IOException("HTTP " + status + " from " + uri);
    };
  }
}
