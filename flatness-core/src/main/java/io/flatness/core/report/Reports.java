package io.flatness.core.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes the files of a finished run. */
public final class Reports {
    private static final String TIMINGS = "timings.json";

    private Reports() {}

    /**
     * Writes {@code results.json}, {@code timings.json} and the long forms that the experiment asks for; pages and
     * figures are made of them by others.
     *
     * @return the files
     */
    public static List<Path> write(
            RunPlan plan, Path out, ObjectNode results, Telemetry telemetry, Map<String, Evaluations> evaluations) {
        AtomicFile.write(out.resolve("results.json"), JsonText.of(results));
        for (LongFormat format : LongFormat.among(plan.formats())) {
            AtomicFile.write(out.resolve(format.file()), format.of(results));
        }
        AtomicFile.write(out.resolve(TIMINGS), JsonText.of(TimingsJson.of(plan, telemetry, evaluations)));
        return files(plan, out);
    }

    /** SHA-256 of the files of results, in hexadecimal by name; nothing of one that is not there. */
    public static ObjectNode hashes(RunPlan plan, Path out) {
        ObjectNode hashes = JsonNodeFactory.instance.objectNode();
        for (Path file : files(plan, out)) {
            String name = String.valueOf(file.getFileName());
            if (!name.equals(TIMINGS) && Files.isRegularFile(file)) {
                hashes.put(name, hash(file));
            }
        }
        return hashes;
    }

    private static String hash(Path file) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (IOException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The files of a finished run. */
    public static List<Path> files(RunPlan plan, Path out) {
        List<Path> files = new ArrayList<>();
        files.add(out.resolve("results.json"));
        LongFormat.among(plan.formats()).forEach(format -> files.add(out.resolve(format.file())));
        files.add(out.resolve(TIMINGS));
        return files;
    }
}
