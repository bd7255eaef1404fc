package io.flatness.core.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads YAML strictly: one document, no aliases, anchors or tags, no key twice, bounded depth and size; every node keeps
 * its place. What a scalar means is left to who reads it.
 */
final class YamlReader {
    /** Characters of a file, enough for large inline weights. */
    static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private static final int MAX_DEPTH = 64;

    /** Values of a file: more are data, and belong into a file of data. */
    static final int MAX_NODES = 200_000;

    private final String file;
    private final int[] text;
    private final Findings findings;
    private final boolean positions;
    private int nodes;

    private YamlReader(String file, String text, boolean positions, Findings findings) {
        this.file = file;
        this.text = text.codePoints().toArray();
        this.positions = positions;
        this.findings = findings;
    }

    /** The document, or {@code null} when it is empty or so broken that there is none; the findings then say why. */
    static @Nullable YamlNode read(String file, String text, Findings findings) {
        return new YamlReader(file, text, true, findings).document(text);
    }

    /** The value of an override; its mistakes carry the override's name instead of a position. */
    static @Nullable YamlNode readSnippet(String name, String text, Findings findings) {
        return new YamlReader(name, text, false, findings).document(text);
    }

    private @Nullable YamlNode document(String source) {
        if (source.length() > MAX_CHARACTERS) {
            findings.add(
                    new Mark(file, 1, 1),
                    "the file has " + source.length() + " characters; at most " + MAX_CHARACTERS + " are read");
            return null;
        }
        if (holdsHidden()) {
            return null;
        }
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_CHARACTERS);
        limits.setNestingDepthLimit(MAX_DEPTH);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(limits)
                .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                .build();
        try (YAMLParser parser = factory.createParser(new StringReader(source))) {
            if (parser.nextToken() == null) {
                return null;
            }
            YamlNode root = node(parser, 0);
            if (parser.nextToken() != null) {
                findings.add(mark(parser), "a second document starts here; an experiment is one document");
            }
            return root;
        } catch (TooMuch e) {
            findings.add(e.mark, e.reason);
        } catch (JsonProcessingException e) {
            addSyntaxError(e, e.getLocation());
        } catch (YAMLException e) {
            addSyntaxError(e, null);
        } catch (IOException e) {
            throw new AssertionError("reading from a string", e);
        }
        return null;
    }

    /** Whether there is a character that YAML does not allow as such; says which and where. */
    private boolean holdsHidden() {
        int line = 1;
        int column = 1;
        for (int c : text) {
            boolean allowed = c == '\n' || c == '\r' || c == '\t' || c == 0x85 || !Character.isISOControl(c);
            if (!allowed || c == 0xFFFE || c == 0xFFFF || Character.getType(c) == Character.SURROGATE) {
                findings.add(
                        mark(line, column),
                        String.format(
                                Locale.ROOT,
                                "not valid YAML: the character U+%04X cannot stand in a file; in double quotes \\u%04X means it",
                                c,
                                c));
                return true;
            }
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
        }
        return false;
    }

    /** A document beyond a bound. */
    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Mark mark;
        private final String reason;

        TooMuch(Mark mark, String reason) {
            super(reason);
            this.mark = mark;
            this.reason = reason;
        }
    }

    private YamlNode node(YAMLParser parser, int depth) throws IOException {
        Mark mark = mark(parser);
        if (depth > MAX_DEPTH) {
            throw new TooMuch(mark, "nested more than " + MAX_DEPTH + " levels deep");
        }
        if (++nodes > MAX_NODES) {
            throw new TooMuch(
                    mark,
                    "more than " + MAX_NODES
                            + " values are given up to here; put large arrays into a file (npz, safetensors, csv)");
        }
        refuseSharing(parser, mark);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return map(parser, mark, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, depth + 1));
            }
            return new YamlList(items, mark);
        }
        String written = parser.getText();
        return new YamlScalar(written == null ? "" : written, quoted(parser), mark);
    }

    private YamlMap map(YAMLParser parser, Mark start, int depth) throws IOException {
        Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Mark keyMark = mark(parser);
            if (parser.nextToken() == null) {
                throw new TooMuch(mark(parser), "not valid YAML: a mapping does not end");
            }
            YamlNode value = node(parser, depth + 1);
            YamlMap.Entry earlier = entries.get(key);
            if (earlier == null) {
                entries.put(key, new YamlMap.Entry(key, keyMark, value));
            } else {
                findings.add(
                        keyMark,
                        "the key " + key + " is given twice; the first is in line "
                                + earlier.keyMark().line());
            }
        }
        return new YamlMap(entries, start);
    }

    private void refuseSharing(YAMLParser parser, Mark mark) throws IOException {
        if (parser.isCurrentAlias()) {
            findings.add(mark, "aliases (*name) are not supported; write the value out");
        } else if (parser.getObjectId() != null || firstCharacter(parser) == '&') {
            findings.add(mark, "anchors (&name) are not supported; write the value out where it is needed");
        }
        if (parser.getTypeId() != null) {
            findings.add(mark, "tags (!name) are not supported; write the value without it");
        }
    }

    private boolean quoted(YAMLParser parser) {
        int first = firstCharacter(parser);
        return first == '"' || first == '\'' || first == '|' || first == '>';
    }

    /** The first character of the token as written; 0 at the end of the file. */
    private int firstCharacter(YAMLParser parser) {
        long offset = parser.currentTokenLocation().getCharOffset();
        return offset < 0 || offset >= text.length ? 0 : text[(int) offset];
    }

    private Mark mark(YAMLParser parser) {
        JsonLocation location = parser.currentTokenLocation();
        return mark(location.getLineNr(), location.getColumnNr());
    }

    private Mark mark(int line, int column) {
        return positions ? new Mark(file, Math.max(1, line), Math.max(1, column)) : new Mark(file, 0, 0);
    }

    private void addSyntaxError(Exception e, @Nullable JsonLocation at) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                int line = marked.getProblemMark().getLine() + 1;
                int column = marked.getProblemMark().getColumn() + 1;
                findings.add(mark(line, column), "not valid YAML: " + YamlMistake.of(marked));
                return;
            }
            if (cause instanceof YAMLException limit
                    && String.valueOf(limit.getMessage()).contains("Nesting")) {
                findings.add(mark(1, 1), "nested more than " + MAX_DEPTH + " levels deep");
                return;
            }
        }
        findings.add(
                at == null ? mark(1, 1) : mark(at.getLineNr(), at.getColumnNr()),
                "not valid YAML: a key here is no text, or a number is too long");
    }
}
