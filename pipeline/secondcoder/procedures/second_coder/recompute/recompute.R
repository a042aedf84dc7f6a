# Computes the agreement of this folder's tables again, with base R and nothing else.
# Run it in this folder: Rscript recompute.R
#
# It reads who gave which code to which passage (comparison.csv, seen.csv, machine_seen.csv,
# passages.csv, codes.csv) and makes from it percent agreement, F1, pooled kappa (de Vries and
# others 2008) and mv-alpha (Krippendorff and Craggs 2016) of every two coders and level, and
# Cohen's kappa of every code. Each is set beside what agreement_overall.csv, agreement.csv and
# agreement_humans.csv hold. recompute.py does the same in Python.

rounded <- 0.000051  # tables hold four decimals

arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", arguments[grep("^--file=", arguments)])
here <- if (length(script)) dirname(normalizePath(script[1])) else "."

read <- function(name) {
  path <- file.path(here, name)
  if (!file.exists(path)) return(NULL)
  read.csv(path, fileEncoding = "UTF-8-BOM", check.names = FALSE, colClasses = "character",
           na.strings = character(0), quote = "\"", comment.char = "")
}

who <- function(kind, name) paste(kind, name, sep = "\t")

comparison <- read("comparison.csv")
codes <- read("codes.csv")
stand <- comparison$code_id[comparison$human == "yes" | comparison$machine == "yes"]
codes <- codes[codes$in_codebook == "yes" | codes$code_id %in% stand, ]
passages <- unique(read("passages.csv")$passage_id)

seen <- list()
for (kind in c("person", "machine")) {
  table <- read(if (kind == "person") "seen.csv" else "machine_seen.csv")
  if (is.null(table)) next
  for (name in unique(table$coder)) {
    seen[[who(kind, name)]] <- unique(table$passage_id[table$coder == name])
  }
}
if (is.null(seen[[who("machine", "machine")]])) seen[[who("machine", "machine")]] <- passages

# A 0/1 matrix, passages by codes, for every coder.
given <- list()
matrix_of <- function(rows) {
  held <- matrix(FALSE, length(passages), nrow(codes), dimnames = list(passages, codes$code_id))
  held[cbind(match(rows$passage_id, passages), match(rows$code_id, codes$code_id))] <- TRUE
  held
}
for (name in unique(comparison$coder)) {
  rows <- comparison[comparison$coder == name & comparison$human == "yes", ]
  given[[who("person", name)]] <- matrix_of(rows)
}
for (name in unique(comparison$beside)) {
  rows <- comparison[comparison$beside == name & comparison$machine == "yes", ]
  given[[who("machine", name)]] <- matrix_of(rows)
}
of_coder <- function(coder) {
  if (is.null(given[[coder]])) matrix_of(comparison[0, ]) else given[[coder]]
}

codes_of <- function(scope, with_machine) {
  usable <- codes[codes$in_codebook == "yes" | !with_machine, ]
  if (scope == "leaves") return(usable$code_id[!(usable$code_id %in% usable$parent_id)])
  usable$code_id[usable$level == strsplit(scope, " ")[[1]][2]]
}

counts <- function(first, second) {
  c(sum(first & second), sum(first & !second), sum(!first & second), sum(!first & !second))
}

chance <- function(table) {
  units <- sum(table)
  first <- table[1] + table[2]
  second <- table[1] + table[3]
  c((table[1] + table[4]) / units,
    (first * second + (units - first) * (units - second)) / units^2)
}

kappa_of <- function(observed, expected) {
  if (isTRUE(all.equal(expected, 1, tolerance = 1e-12))) NA else (observed - expected) / (1 - expected)
}

mv_alpha <- function(one, two) {
  size_one <- rowSums(one)
  size_two <- rowSums(two)
  both <- size_one + size_two
  apart <- ifelse(both == 0, 0, 1 - 2 * rowSums(one & two) / pmax(both, 1))
  sizes <- c(size_one, size_two)
  largest <- max(sizes)
  shares <- sapply(0:largest, function(size) mean(sizes == size))
  # ways[s + 1, j + 1]: weight of s shared codes and j others, from the frequencies of the codes
  ways <- matrix(0, largest + 1, 2 * largest + 1)
  ways[1, 1] <- 1
  for (n in colSums(one) + colSums(two)) {
    grown <- ways
    if (largest > 0) {
      grown[, -1] <- grown[, -1] + n * ways[, -ncol(ways)]
      grown[-1, ] <- grown[-1, ] + n * (n - 1) * ways[-nrow(ways), ]
    }
    ways <- grown
  }
  expected <- 0
  for (c in 0:largest) for (k in 0:largest) {
    total <- 0
    different <- 0
    for (s in 0:min(c, k)) {
      weight <- choose(c + k - 2 * s, c - s) * ways[s + 1, c + k - 2 * s + 1]
      total <- total + weight
      if (c + k > 0) different <- different + weight * (1 - 2 * s / (c + k))
    }
    if (total > 0) expected <- expected + shares[c + 1] * shares[k + 1] * different / total
  }
  if (expected <= 0) NA else 1 - mean(apart) / expected
}

same <- function(found, published) {
  if (is.na(found) || published == "") return(is.na(found) && published == "")
  abs(found - as.numeric(published)) <= rounded
}

checked <- 0
different <- 0
overall <- read("agreement_overall.csv")
for (place in seq_len(NROW(overall))) {
  row <- overall[place, ]
  first <- who("person", row$first)
  second <- who(row$second_is, row$second)
  units <- intersect(seen[[first]], seen[[second]])
  scope <- codes_of(row$scope, row$second_is == "machine")
  one <- of_coder(first)[units, scope, drop = FALSE]
  two <- of_coder(second)[units, scope, drop = FALSE]
  tables <- sapply(scope, function(code) counts(one[, code], two[, code]))
  sums <- rowSums(tables)
  agreed <- apply(tables, 2, chance)
  found <- c(
    pooled_percent = (sums[1] + sums[4]) / sum(sums),
    positive_agreement = if (sum(sums[1:3])) 2 * sums[1] / (2 * sums[1] + sums[2] + sums[3]) else NA,
    pooled_kappa = kappa_of(mean(agreed[1, ]), mean(agreed[2, ])),
    alpha = mv_alpha(one, two)
  )
  for (column in names(found)) {
    checked <- checked + 1
    fine <- same(found[[column]], row[[column]])
    if (!fine) different <- different + 1
    value <- if (is.na(found[[column]])) "undefined" else sprintf("%.4f", found[[column]])
    published <- if (row[[column]] == "") "undefined" else row[[column]]
    cat(row$first, " and ", row$second, ", ", row$scope, ", ", column, ": ", value,
        " (published ", published, ")", if (fine) "" else "  <-- differs", "\n", sep = "")
  }
}
for (name in c("agreement.csv", "agreement_humans.csv")) {
  table <- read(name)
  for (place in seq_len(NROW(table))) {
    row <- table[place, ]
    if (row$percent == "" || grepl("not in the codebook", row$note, fixed = TRUE)) next
    machine <- name == "agreement.csv"
    first <- who("person", if (machine) row$coder else row$first)
    second <- if (machine) who("machine", row$beside) else who("person", row$second)
    units <- intersect(seen[[first]], seen[[second]])
    agreed <- chance(counts(of_coder(first)[units, row$code_id], of_coder(second)[units, row$code_id]))
    checked <- checked + 1
    if (!same(kappa_of(agreed[1], agreed[2]), row$kappa)) {
      different <- different + 1
      cat(sub(".*\t", "", first), " and ", sub(".*\t", "", second), ", ", row$code,
          ", kappa  <-- differs\n", sep = "")
    }
  }
}
cat(checked, "figures computed again,", different, "of them differ from the published ones.\n")
quit(status = if (different || !checked) 1 else 0)
