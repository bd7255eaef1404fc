package io.flatness.core.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.run.OutputException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One other process; a request at a time. */
final class WorkerProcess {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LOOK_MILLIS = 50;
    /** Larger than any answer: what follows the last one. */
    private static final String END = "";

    private final Process process;
    private final OutputStream requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private WorkerProcess(Process process) {
        this.process = process;
        this.requests = process.getOutputStream();
        Thread reader = new Thread(this::read, "flatness-worker-process-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the same Java with the same options and classes.
     *
     * @param main the class that serves
     * @throws OutputException when it does not start
     */
    static WorkerProcess start(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-javaagent") && !option.startsWith("-agentlib")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        try {
            return new WorkerProcess(new ProcessBuilder(command)
                    .directory(new File("").getAbsoluteFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new OutputException("cannot start a worker process: " + e.getMessage(), e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            // The process ended while it wrote: the same as the end of its answers.
        }
        answers.add(END);
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param check called while waiting; what it throws is thrown here, and the process ended
     * @param timeoutSeconds how long to wait, or {@code null}
     * @return the answer; {@code null} when the process ended or its time was up, so that {@link #alive} tells which
     */
    @Nullable
    JsonNode ask(ObjectNode request, Runnable check, @Nullable Double timeoutSeconds) {
        boolean answered = false;
        try {
            byte[] line = (MAPPER.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8);
            requests.write(line);
            requests.flush();
            long start = System.nanoTime();
            while (timeoutSeconds == null || System.nanoTime() - start < timeoutSeconds * 1e9) {
                check.run();
                String answer = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (answer != null) {
                    if (answer.equals(END)) {
                        process.waitFor();
                        return null;
                    }
                    JsonNode json = MAPPER.readTree(answer);
                    answered = true;
                    return json;
                }
            }
            return null;
        } catch (IOException e) {
            // It no longer reads: it ended, or writes what is no answer.
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            check.run();
            return null;
        } finally {
            if (!answered && process.isAlive() && timeoutSeconds == null) {
                end();
            }
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The exit code of a process that ended. */
    int exitCode() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Ends it at once. */
    void end() {
        process.destroyForcibly();
    }
}
