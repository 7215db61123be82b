// Lucene on 2-grams, driven by lucene_peer.py through standard input and output.
//
//   java -cp ... LucenePeer.java FOLDER
//
// Lines in: "D key new year level province section form text" (tab-separated) adds a section,
// "C" commits and merges into one segment, "Q repeat year zero phrase..." asks.
// Lines out: after C the CPU nanoseconds of building; after Q "nanoseconds total keys facets".

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.FSDirectory;

public final class LucenePeer {
    static final String[] FACETS = {"year", "level", "province", "section", "form"};
    static final int TOP = 20;
    static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    final FacetsConfig config = new FacetsConfig();
    final IndexWriter writer;
    IndexSearcher searcher;
    SortedSetDocValuesReaderState state;

    LucenePeer(Path folder) throws Exception {
        Analyzer grams = new Analyzer() {
            @Override protected TokenStreamComponents createComponents(String field) {
                Tokenizer tokenizer = new NGramTokenizer(2, 2);
                return new TokenStreamComponents(tokenizer);
            }
        };
        IndexWriterConfig settings = new IndexWriterConfig(grams);
        settings.setRAMBufferSizeMB(512);
        writer = new IndexWriter(FSDirectory.open(folder), settings);
        if (writer.getDocStats().numDocs > 0) {
            open();
        }
    }

    public static void main(String[] given) throws Exception {
        LucenePeer peer = new LucenePeer(Path.of(given[0]));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 20);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long building = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals("D")) {
                long begin = THREADS.getCurrentThreadCpuTime();
                peer.add(parts);
                building += THREADS.getCurrentThreadCpuTime() - begin;
            } else if (parts[0].equals("C")) {
                long begin = THREADS.getCurrentThreadCpuTime();
                peer.writer.commit();
                building += THREADS.getCurrentThreadCpuTime() - begin;
                peer.writer.forceMerge(1);
                peer.writer.commit();
                peer.open();
                out.println(building);
            } else {
                out.println(peer.timed(Integer.parseInt(parts[1]), peer.query(parts)));
            }
        }
        peer.writer.close();
    }

    void add(String[] parts) throws Exception {
        Document document = new Document();
        document.add(new NumericDocValuesField("key", Long.parseLong(parts[1])));
        document.add(new IntPoint("new", Integer.parseInt(parts[2])));
        document.add(new StringField("exact_year", parts[3], Field.Store.NO));
        for (int at = 0; at < FACETS.length; at++) {
            document.add(new SortedSetDocValuesFacetField(FACETS[at], parts[3 + at]));
        }
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        type.freeze();
        document.add(new Field("text", parts[8], type));
        writer.addDocument(config.build(document));
    }

    void open() throws Exception {
        DirectoryReader reader = DirectoryReader.open(writer);
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null); // the same question is asked again and again here
        state = new DefaultSortedSetDocValuesReaderState(reader);
    }

    Query query(String[] parts) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int at = 4; at < parts.length; at++) {
            all.add(phrase(parts[at]), BooleanClause.Occur.MUST);
        }
        if (!parts[2].equals("0")) {
            Query year = new TermQuery(new Term("exact_year", parts[2]));
            all.add(year, BooleanClause.Occur.FILTER);
        }
        if (parts[3].equals("1")) {
            all.add(IntPoint.newExactQuery("new", 0), BooleanClause.Occur.FILTER);
        }
        return all.build();
    }

    static Query phrase(String text) {
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        int last = text.length() - 2;
        for (int at = 0; at <= last; at += 2) {
            phrase.add(new Term("text", text.substring(at, at + 2)), at);
        }
        if (last % 2 == 1) {
            phrase.add(new Term("text", text.substring(last)), last);
        }
        return phrase.build();
    }

    String timed(int repeat, Query query) throws Exception {
        long[] times = new long[repeat];
        String answer = "";
        for (int at = 0; at < repeat; at++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            answer = ask(query);
            times[at] = THREADS.getCurrentThreadCpuTime() - begin;
        }
        java.util.Arrays.sort(times);
        return times[repeat / 2] + "\t" + answer;
    }

    String ask(Query query) throws Exception {
        TopScoreDocCollector best = TopScoreDocCollector.create(TOP, Integer.MAX_VALUE);
        FacetsCollector hits = new FacetsCollector();
        searcher.search(query, MultiCollector.wrap(best, hits));
        Facets counts = new SortedSetDocValuesFacetCounts(state, hits);
        StringBuilder said = new StringBuilder();
        said.append(best.getTotalHits()).append('\t');
        List<String> keys = new ArrayList<>();
        for (ScoreDoc hit : best.topDocs().scoreDocs) {
            NumericDocValues key =
                searcher.getIndexReader().leaves().get(0).reader().getNumericDocValues("key");
            key.advanceExact(hit.doc);
            keys.add(Long.toString(key.longValue()));
        }
        said.append(String.join(",", keys));
        for (String name : FACETS) {
            said.append('\t');
            FacetResult found = counts.getTopChildren(10000, name);
            if (found == null) {
                continue;
            }
            for (LabelAndValue each : found.labelValues) {
                said.append(each.label).append('=').append(each.value).append(';');
            }
        }
        return said.toString();
    }
}
