package io.flatness.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Finished tasks on disk, one line each: checksum, key and result. A line is complete or it does not count, so a run may
 * be killed at any moment. The first line is the identity of the run.
 */
public final class Journal implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String IDENTITY = "identity";
    private static final String END = "end";
    private static final long SYNC_NANOS = 50_000_000;

    private final RandomAccessFile file;
    private final Path path;
    private final Map<String, ObjectNode> finished;
    private long lastSync;
    private boolean unsynced;

    private Journal(RandomAccessFile file, Path path, Map<String, ObjectNode> finished) {
        this.file = file;
        this.path = path;
        this.finished = finished;
    }

    /** The journal's file in the folder of a run. */
    public static Path in(Path out) {
        return out.resolve("journal").resolve("tasks.log");
    }

    /**
     * Opens the journal of a folder, and creates it for a fresh run.
     *
     * @param identity what must be the same for a run to go on
     * @throws OutputException when it belongs to another run, is in use, or cannot be written
     */
    public static Journal open(Path out, ObjectNode identity) {
        Path path = in(out);
        try {
            Files.createDirectories(path.getParent());
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                lock(file, out);
                Map<String, ObjectNode> entries = read(file);
                Journal journal = new Journal(file, path, entries);
                ObjectNode earlier = entries.remove(IDENTITY);
                if (earlier == null) {
                    file.setLength(0);
                    entries.clear();
                    journal.append(IDENTITY, identity);
                    journal.sync();
                } else {
                    requireSame(earlier, identity, out);
                }
                return journal;
            } catch (RuntimeException | IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new OutputException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    private static void lock(RandomAccessFile file, Path out) throws IOException {
        FileLock lock;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new OutputException("another run is writing into " + out + "; wait for it or choose another folder");
        }
    }

    private static void requireSame(ObjectNode earlier, ObjectNode identity, Path out) throws IOException {
        // Through the text: a number read from a file has another node type than the same number in memory.
        JsonNode now = MAPPER.readTree(MAPPER.writeValueAsBytes(identity));
        for (Map.Entry<String, JsonNode> part : now.properties()) {
            JsonNode was = earlier.path(part.getKey());
            if (!was.equals(part.getValue())) {
                String values = was.isValueNode()
                        ? ": then " + was.asText() + ", now " + part.getValue().asText()
                        : "";
                throw new OutputException("cannot resume in " + out + ", which holds a run of "
                        + difference(part.getKey()) + values + "; choose another folder");
            }
        }
    }

    private static String difference(String part) {
        return switch (part) {
            case "spec" -> "another experiment";
            case "inputs" -> "other input files";
            case "plugins" -> "other plugins";
            case "jdk" -> "another JDK";
            default -> "another " + part;
        };
    }

    /** Reads complete lines and cuts off what follows the last of them. */
    private static Map<String, ObjectNode> read(RandomAccessFile file) throws IOException {
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        long most = Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 4);
        if (file.length() > most) {
            throw new IOException("it has " + file.length() + " bytes, and at most " + most
                    + " are read; give Java more memory (-Xmx)");
        }
        byte[] bytes = new byte[(int) file.length()];
        file.readFully(bytes);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                JsonNode entry = parse(bytes, start, i);
                if (entry == null) {
                    break;
                }
                entries.put(entry.path("key").asText(), (ObjectNode) entry.path("result"));
                start = i + 1;
            }
        }
        file.setLength(start);
        file.seek(start);
        return entries;
    }

    private static @Nullable JsonNode parse(byte[] bytes, int start, int end) {
        int body = start + 9;
        if (body >= end) {
            return null;
        }
        String checksum = new String(bytes, start, 8, StandardCharsets.US_ASCII);
        if (!checksum.equals(checksum(bytes, body, end - body))) {
            return null;
        }
        try {
            JsonNode entry = MAPPER.readTree(bytes, body, end - body);
            return entry.path("result").isObject() ? entry : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String checksum(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return String.format(java.util.Locale.ROOT, "%08x", crc.getValue());
    }

    /** Results that earlier runs left, by key. */
    Map<String, ObjectNode> finished() {
        return finished;
    }

    /** What was noted of the files of results when the run ended; nothing before. */
    public Optional<ObjectNode> ended() {
        return Optional.ofNullable(finished.get(END));
    }

    /**
     * Notes that the results are written.
     *
     * @param files what the files hold, so that later changes are seen
     */
    public void end(ObjectNode files) {
        if (!files.equals(finished.get(END))) {
            append(END, files);
            sync();
        }
    }

    synchronized void append(String key, ObjectNode result) {
        ObjectNode entry = MAPPER.createObjectNode();
        entry.put("key", key);
        entry.set("result", result);
        try {
            byte[] body = MAPPER.writeValueAsBytes(entry);
            byte[] line = new byte[body.length + 10];
            byte[] checksum = checksum(body, 0, body.length).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(checksum, 0, line, 0, 8);
            line[8] = ' ';
            System.arraycopy(body, 0, line, 9, body.length);
            line[line.length - 1] = '\n';
            // Not through the channel: an interrupted thread would close it.
            file.write(line);
            unsynced = true;
            if (System.nanoTime() - lastSync > SYNC_NANOS) {
                sync();
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("results are JSON", e);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Forces everything to the disk. */
    synchronized void sync() {
        if (!unsynced) {
            return;
        }
        try {
            file.getFD().sync();
            unsynced = false;
            lastSync = System.nanoTime();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private OutputException cannotWrite(IOException e) {
        return new OutputException(
                "cannot write " + path + ": " + e.getMessage() + "; what is finished is kept: make room and resume", e);
    }

    @Override
    public synchronized void close() {
        try {
            sync();
        } finally {
            try {
                file.close();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
