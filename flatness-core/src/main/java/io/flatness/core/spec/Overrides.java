package io.flatness.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes single values of an experiment from the command line: {@code seed=7}, {@code metrics.norm.tolerance=1e-6},
 * {@code problems.0.data.samples=100}. A list is entered by index or by the id of one of its entries.
 */
final class Overrides {
    private final String name;
    private final Findings findings;
    private final Mark mark;

    private Overrides(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
        this.mark = new Mark(name, 0, 0);
    }

    static YamlMap apply(YamlMap root, List<String> overrides, Findings findings) {
        YamlMap changed = root;
        for (String override : overrides) {
            int equals = override.indexOf('=');
            Overrides one = new Overrides("--set " + override, findings);
            if (equals < 1) {
                findings.add(one.mark, "an override is key.path=value");
                continue;
            }
            YamlNode value = YamlReader.readSnippet(one.name, override.substring(equals + 1), findings);
            YamlNode node = value == null ? new YamlScalar("", false, one.mark) : value;
            changed = (YamlMap) one.set(changed, override.substring(0, equals), "", node);
        }
        return changed;
    }

    private YamlNode set(YamlNode target, String path, String done, YamlNode value) {
        if (target instanceof YamlList list) {
            return setInList(list, path, done, value);
        }
        if (!(target instanceof YamlMap map)) {
            findings.add(mark, done + " is " + target.describe() + " and has no keys");
            return target;
        }
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        if (dot < 0) {
            return map.with(key, value);
        }
        YamlNode inner = map.get(key);
        YamlNode start = inner == null ? new YamlMap(java.util.Map.of(), mark) : inner;
        return map.with(key, set(start, path.substring(dot + 1), join(done, key), value));
    }

    private YamlNode setInList(YamlList list, String path, String done, YamlNode value) {
        int index = -1;
        String matched = "";
        for (int i = 0; i < list.items().size(); i++) {
            for (String name :
                    new String[] {String.valueOf(i), idOf(list.items().get(i))}) {
                boolean named = name != null && (path.equals(name) || path.startsWith(name + "."));
                if (named && name.length() > matched.length()) {
                    index = i;
                    matched = name;
                }
            }
        }
        if (index < 0) {
            TreeSet<String> ids = new TreeSet<>();
            list.items().stream().map(Overrides::idOf).filter(id -> id != null).forEach(ids::add);
            String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
            String indices = list.items().isEmpty()
                    ? ""
                    : " or an index from 0 to " + (list.items().size() - 1);
            findings.add(mark, done + " has no entry " + first + DidYouMean.hint(first, ids) + indices);
            return list;
        }
        List<YamlNode> items = new ArrayList<>(list.items());
        String rest = path.length() == matched.length() ? "" : path.substring(matched.length() + 1);
        YamlNode old = items.get(index);
        items.set(index, rest.isEmpty() ? value : set(old, rest, join(done, matched), value));
        return new YamlList(items, list.mark());
    }

    private static @Nullable String idOf(YamlNode item) {
        if (item instanceof YamlMap map) {
            YamlNode id = map.get("id") == null ? map.get("type") : map.get("id");
            return id instanceof YamlScalar scalar ? scalar.text() : null;
        }
        return null;
    }

    private static String join(String done, String key) {
        return done.isEmpty() ? key : done + "." + key;
    }
}
