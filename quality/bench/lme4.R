# The half of R: Rscript lme4.R FOLDER, where `bench lme4 FOLDER` has left its tables and `ours.json`.
suppressPackageStartupMessages({library(lme4); library(jsonlite)})
runs <- 5
folder <- commandArgs(trailingOnly = TRUE)[1]
ours <- fromJSON(file.path(folder, "ours.json"), simplifyVector = FALSE)

fitted <- function(rows, nodes, control) {
  covariates <- grep("^x", names(rows), value = TRUE)
  right <- paste(c("1", covariates, "(1 | owner)"), collapse = " + ")
  formula <- as.formula(paste("cbind(successes, trials - successes) ~", right))
  glmer(formula, data = rows, family = binomial, nAGQ = nodes, control = control)
}

# With several nodes glmer leaves the likelihood of the saturated model out.
log_likelihood <- function(model, rows, nodes) {
  saturated <- sum(dbinom(rows$successes, rows$trials, rows$successes / rows$trials, log = TRUE))
  as.numeric(logLik(model)) + if (nodes > 1) saturated else 0
}

# The largest relative difference among coefficients, sigma and log-likelihood. A coefficient that is smaller than its own
# standard error is measured by that: no digits of it are known.
apart <- function(case, model, rows) {
  own <- c(unlist(case$coefficients), case$sigma, case$log_likelihood)
  sigma <- sqrt(as.numeric(VarCorr(model)$owner))
  theirs <- c(unname(fixef(model)), sigma, log_likelihood(model, rows, case$nodes))
  max(abs(own - theirs) / pmax(abs(theirs), c(sqrt(diag(as.matrix(vcov(model)))), 0, 0)))
}

# Of the processor, like ours: a busy machine stretches wall time.
seconds <- function(once) median(replicate(runs, sum(system.time(once(), gcFirst = FALSE)[c("user.self", "sys.self")])))

cat(sprintf("%s, lme4 %s; processor time: median of %d runs of glmer, mean over half a second of ours\n\n", R.version.string, packageVersion("lme4"), runs))
cat("| model | ours | glmer, default | ratio | glmer, tight | ratio | apart, tight | apart, default |\n|---|---|---|---|---|---|---|---|\n")
control <- list(
  default = glmerControl(),
  tight = glmerControl(tolPwrss = 1e-13, optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9))
)
unequal <- slow <- 0
for (case in ours) {
  rows <- read.csv(file.path(folder, case$file))
  rows$owner <- factor(rows$owner)
  look <- function(control) {
    once <- function() suppressMessages(suppressWarnings(fitted(rows, case$nodes, control)))
    list(seconds = seconds(once), apart = apart(case, once(), rows))
  }
  found <- lapply(control, look)
  ratio <- sapply(found, function(one) one$seconds / case$seconds)
  cat(sprintf("| %s, nAGQ = %d | %.2f ms | %.0f ms | %.0f | %.0f ms | %.0f | %.1e | %.1e |\n", case$table, case$nodes,
    case$seconds * 1e3, found$default$seconds * 1e3, ratio[["default"]], found$tight$seconds * 1e3, ratio[["tight"]],
    found$tight$apart, found$default$apart))
  unequal <- unequal + (found$tight$apart > 1e-4)
  slow <- slow + (ratio[["default"]] < 20)
}
cat(sprintf("\n%d of %d models differ by more than 1e-4; %d of %d are less than 20 times as fast as glmer's default.\n",
  unequal, length(ours), slow, length(ours)))
