package io.flatness.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Faults;
import io.flatness.core.plugin.PluginLoader;
import io.flatness.core.run.TaskServer;
import io.flatness.core.telemetry.Telemetry;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs tasks of an experiment: one line of JSON a request, one an answer. It ends when its requests do, also
 * while a task runs.
 */
final class WorkerMain {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PrintStream answers;
    private @Nullable RunPlan plan;
    private @Nullable TaskServer server;

    private WorkerMain(PrintStream answers) {
        this.answers = answers;
    }

    /** Serves until the requests end. */
    public static void main(String[] args) throws InterruptedException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // What a plugin prints is no answer.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(requests), "flatness-requests");
        reader.setDaemon(true);
        reader.start();
        WorkerMain worker = new WorkerMain(answers);
        while (true) {
            worker.answer(requests.take());
        }
    }

    private static void read(BlockingQueue<String> requests) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(line);
            }
        } catch (IOException e) {
            // The same as their end.
        }
        Runtime.getRuntime().halt(0);
    }

    private void answer(String line) {
        ObjectNode answer = MAPPER.createObjectNode();
        try {
            JsonNode request = MAPPER.readTree(line);
            if (plan == null || server == null) {
                plan = plan(request);
                server = new TaskServer(plan, Telemetry.unread());
                answer.set("identity", ExperimentRun.identity(plan));
            } else {
                answer.set("result", server.answer(request));
            }
        } catch (Throwable e) { // the other process says it to the user
            answer.put("error", Faults.describe(e));
        }
        answers.println(answer);
        answers.flush();
    }

    private static RunPlan plan(JsonNode hello) {
        List<Path> folders = new ArrayList<>();
        hello.path("plugins").forEach(folder -> folders.add(Path.of(folder.asText())));
        List<String> overrides = new ArrayList<>();
        hello.path("overrides").forEach(override -> overrides.add(override.asText()));
        HostOptions options = new HostOptions(
                hello.path("threads").asInt(),
                hello.path("memory").asLong(),
                hello.path("backend").isNull() ? null : hello.path("backend").asText());
        return new Flatness(PluginLoader.load(folders).registry(), folders)
                .plan(Path.of(hello.path("file").asText()), overrides, options);
    }
}
