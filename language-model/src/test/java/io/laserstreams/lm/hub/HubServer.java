package io.laserstreams.lm.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Imitates the hub: its API, and files behind a redirect to another address. */
final class HubServer implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef";

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final HttpServer storage;
  private volatile String token = "";
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicBoolean stalling = new AtomicBoolean();
  private volatile boolean altering;
  private volatile String location = "";

  HubServer() throws IOException {
    server = start("/");
    storage = start("/");
    server.createContext("/api/models/owner/model/revision/main", this::revision);
    server.createContext("/api/models/owner/model/tree/" + COMMIT, this::tree);
    server.createContext("/owner/model/resolve/" + COMMIT + "/", this::redirect);
    storage.createContext("/blobs/", this::content);
  }

  private HttpServer start(String missing) throws IOException {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    started.createContext(missing, exchange -> answer(exchange, 404, new byte[0]));
    started.start();
    return started;
  }

  URI address() {
    return address(server);
  }

  private static URI address(HttpServer of) {
    return URI.create("http://127.0.0.1:" + of.getAddress().getPort());
  }

  void put(String path, byte[] content) {
    files.put(path, content);
  }

  /** From now on only those who send it are answered. */
  void requireToken(String required) {
    token = required;
  }

  /** Cuts the next answers with content in the middle. */
  void cut(int answers) {
    cuts.set(answers);
  }

  /** Sends half of the next content, and then nothing. */
  void stall() {
    stalling.set(true);
  }

  /** Sends other content than it says. */
  void alter() {
    altering = true;
  }

  /** Redirects to this instead of to the content. */
  void redirectTo(String target) {
    location = target;
  }

  /** Requests for content: path, range and token, if any. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private boolean refused(HttpExchange exchange) throws IOException {
    boolean allowed =
        token.isEmpty()
            || ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!allowed) {
      answer(exchange, 401, new byte[0]);
    }
    return !allowed;
  }

  private void revision(HttpExchange exchange) throws IOException {
    if (!refused(exchange)) {
      json(exchange, Map.of("sha", COMMIT, "cardData", Map.of("license", "apache-2.0")));
    }
  }

  /** One file a page. */
  private void tree(HttpExchange exchange) throws IOException {
    if (refused(exchange)) {
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    int page = query.contains("page=") ? Integer.parseInt(query.replaceAll(".*page=", "")) : 0;
    List<String> paths = new ArrayList<>(files.keySet());
    if (page + 1 < paths.size()) {
      String next =
          address() + exchange.getRequestURI().getPath() + "?recursive=true&page=" + (page + 1);
      exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
    }
    json(exchange, List.of(Map.of("type", "directory", "path", "x"), entry(paths.get(page))));
  }

  private Map<String, Object> entry(String path) {
    byte[] content = files.get(path);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", "file");
    entry.put("path", path);
    entry.put("size", content.length);
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
    entry.put("oid", digest("SHA-1", header, content));
    if (path.contains(".onnx")) {
      entry.put("lfs", Map.of("oid", digest("SHA-256", content), "size", content.length));
    }
    return entry;
  }

  private static String digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Arrays.stream(parts).forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void redirect(HttpExchange exchange) throws IOException {
    if (!refused(exchange)) {
      String path = exchange.getRequestURI().getPath().replaceAll(".*/resolve/[^/]+/", "");
      exchange
          .getResponseHeaders()
          .add("Location", location.isEmpty() ? address(storage) + "/blobs/" + path : location);
      answer(exchange, 302, new byte[0]);
    }
  }

  private void content(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/blobs/".length());
    String range = exchange.getRequestHeaders().getFirst("Range");
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        path
            + (range == null ? "" : " " + range)
            + (authorization == null ? "" : " " + authorization));
    byte[] whole = files.get(path).clone();
    if (altering) {
      whole[0]++;
    }
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    byte[] rest = Arrays.copyOfRange(whole, from, whole.length);
    if (stalling.getAndSet(false)) {
      exchange.sendResponseHeaders(200, rest.length);
      exchange.getResponseBody().write(rest, 0, rest.length / 2);
      exchange.getResponseBody().flush();
      return;
    }
    if (cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
      exchange.getResponseBody().write(rest, 0, rest.length / 2);
      exchange.getResponseBody().flush();
      exchange.close();
      return;
    }
    answer(exchange, from > 0 ? 206 : 200, rest);
  }

  private static void json(HttpExchange exchange, Object value) throws IOException {
    answer(exchange, 200, new ObjectMapper().writeValueAsBytes(value));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    storage.stop(0);
  }
}
